# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A program of its own that starts Keylime with a machine, says where, and waits to be ended."""

import signal
import sys

from localcluster.keylime.lab import keylime_running


def main() -> None:
    """Write the run's folder when everything is ready, then wait."""
    with keylime_running() as lab:
        lab.machine("worker-1")
        sys.stdout.write(f"{lab.folder}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
