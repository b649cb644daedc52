# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make bench``."""

import argparse
import sys
from collections.abc import Sequence

from bench.aims import missed
from bench.binding import measure_binding
from bench.costing import measure_costs
from bench.creating import measure_creation
from bench.filtering import measure_filter
from bench.hvs_polling import measure_hvs_polling
from bench.inspecting import measure_inspection
from bench.measure import Measure, write
from bench.refreshing import measure_refreshing
from bench.remembering import measure_memory
from bench.revoking import measure_revocation
from bench.stage import NODES, TRUSTED_SHARE, stage_running
from bench.validating import measure_validate
from localcluster.errors import LocalClusterError
from localcluster.terminal import run

_MEASURES = (
    measure_filter,
    measure_refreshing,
    measure_costs,
    measure_validate,
    measure_binding,
    measure_inspection,
    measure_creation,
    measure_memory,
)


def main() -> int:
    """Measure everything; 1 is an aim that is missed, 2 a run that cannot be.

    The last line names the file of this run.
    """
    argparse.ArgumentParser(
        prog=".venv/bin/python -m bench",
        description="Measure webhook and extender as ratios, both sides in the same run. It "
        "takes no arguments and some minutes. Exit code: 0 every aim is met, 1 one is missed, "
        "2 something is missing.",
    ).parse_args()
    print("== starting a control plane, a registry, and Bondstone's webhook and extender")
    try:
        with stage_running() as stage:
            print(f"== {TRUSTED_SHARE:.0%} of {NODES} nodes are trusted; both sides alternate")
            print("== one webhook and one extender, each one worker process of 64 threads")
            measures = [each for measure in _MEASURES for each in measure(stage)]
        print("== polling a simulated HVS of as many hosts")
        measures += measure_hvs_polling()
        print("== starting Keylime, and Bondstone with it")
        measures += measure_revocation()
    except LocalClusterError as exc:
        print(f"bench: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted, everything is stopped", file=sys.stderr)
        return 130
    return conclude(measures)


def conclude(measures: Sequence[Measure]) -> int:
    """Write the file of a run, tell of each aim, and return the exit code that they make.

    Raises:
        LookupError: An aim has no measure.
    """
    misses = missed(measures)
    print(write(measures))
    for line in misses:
        print(f"bench: missed {line}", file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(run(main))
