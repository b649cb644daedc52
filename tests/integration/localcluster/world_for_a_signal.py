# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A program of its own that starts a world, says where, and waits to be ended."""

import signal
import sys

from localcluster.world import world_running


def main() -> None:
    """Write the run's folder when everything is ready, then wait."""
    with world_running() as world:
        sys.stdout.write(f"{world.cluster.folder}\n")
        sys.stdout.flush()
        signal.pause()


if __name__ == "__main__":
    main()
