# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make bench``."""

import argparse
import sys
from collections.abc import Collection, Iterator, Sequence

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

_ON_STAGE = {
    "filter": measure_filter,
    "refreshing": measure_refreshing,
    "costs": measure_costs,
    "validate": measure_validate,
    "binding": measure_binding,
    "inspection": measure_inspection,
    "creation": measure_creation,
    "memory": measure_memory,
}
_APART = {
    "hvs": ("== polling a simulated HVS of as many hosts", measure_hvs_polling),
    "revocation": ("== starting Keylime, and Bondstone with it", measure_revocation),
}
_NAMES = (*_ON_STAGE, *_APART)


def main() -> int:
    """Measure everything, or what is named; 1 is an aim that is missed, 2 a run that cannot be.

    The last line names the file of this run.
    """
    parser = argparse.ArgumentParser(
        prog=".venv/bin/python -m bench",
        description="Measure webhook and extender as ratios, both sides in the same run. It "
        "takes some minutes. Exit code: 0 every aim of what was measured is met, 1 one is "
        "missed, 2 something is missing.",
    )
    parser.add_argument(
        "names", metavar="NAME", nargs="*", help=f"what to measure, all without: {_listed()}"
    )
    names = parser.parse_args().names or _NAMES
    unknown = [name for name in names if name not in _NAMES]
    if unknown:
        parser.error(f"{unknown[0]!r} is none of {_listed()}")
    try:
        measures = [*_on_stage(names), *_apart(names)]
    except LocalClusterError as exc:
        print(f"bench: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("bench: interrupted, everything is stopped", file=sys.stderr)
        return 130
    return conclude(measures, whole=set(names) == set(_NAMES))


def _listed() -> str:
    return ", ".join(_NAMES)


def _on_stage(names: Collection[str]) -> list[Measure]:
    chosen = [measure for name, measure in _ON_STAGE.items() if name in names]
    if not chosen:
        return []
    print("== starting a control plane, a registry, and Bondstone's webhook and extender")
    with stage_running() as stage:
        print(f"== {TRUSTED_SHARE:.0%} of {NODES} nodes are trusted; both sides alternate")
        print("== one webhook and one extender, each one worker process of 64 threads")
        return [each for measure in chosen for each in measure(stage)]


def _apart(names: Collection[str]) -> Iterator[Measure]:
    for name, (headline, measure) in _APART.items():
        if name in names:
            print(headline)
            yield from measure()


def conclude(measures: Sequence[Measure], *, whole: bool = True) -> int:
    """Write the file of a run, tell of each aim, and return the exit code that they make.

    Args:
        measures: Of the run.
        whole: Everything was measured, so that every aim has one.

    Raises:
        LookupError: An aim of a whole run has no measure.
    """
    misses = missed(measures, whole=whole)
    print(write(measures))
    for line in misses:
        print(f"bench: missed {line}", file=sys.stderr)
    return 1 if misses else 0


if __name__ == "__main__":
    sys.exit(run(main))
