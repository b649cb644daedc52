# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make bench``."""

import sys

from bench.aims import missed
from bench.filtering import measure_filter
from bench.measure import write
from bench.stage import NODES, TRUSTED_SHARE, stage_running
from bench.validating import measure_validate
from localcluster.errors import LocalClusterError


def main() -> int:
    """Measure everything; 1 is an aim that is missed, 2 a run that cannot be.

    The last line names the file of this run.
    """
    print("== starting a control plane, a registry, and Bondstone's webhook and extender")
    try:
        with stage_running() as stage:
            print(f"== {TRUSTED_SHARE:.0%} of {NODES} nodes are trusted; both sides alternate")
            measures = [*measure_filter(stage), *measure_validate(stage)]
    except LocalClusterError as exc:
        print(f"bench: {exc}", file=sys.stderr)
        return 2
    misses = missed(measures)
    print(write(measures))
    for line in misses:
        print(f"bench: missed {line}", file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
