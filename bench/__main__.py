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
    """Measure everything; the last line names the file of this run, 1 is an aim that is missed."""
    print("== starting a control plane, a registry, and Bondstone's webhook and extender")
    try:
        with stage_running() as stage:
            print(f"== {TRUSTED_SHARE:.0%} of {NODES} nodes are trusted; both sides alternate")
            measures = [*measure_filter(stage), *measure_validate(stage)]
    except LocalClusterError as exc:
        print(f"bench: {exc}", file=sys.stderr)
        return 1
    misses = missed(measures)
    print(write(measures))
    for line in misses:
        print(f"bench: missed {line}", file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(main())
