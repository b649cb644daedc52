# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A program of its own that starts a cluster, says where, and waits to be ended."""

import signal
import sys

from localcluster.cluster import running


def main() -> None:
    """Write the run's folder and what the first pod met, then wait."""
    with running() as cluster:
        said = cluster.kubectl("run", "first", "--image=example.test/app", check=False)
        sys.stdout.write(f"{cluster.folder}\n{said.strip()}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
