# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an import would do, as people read it before they let it."""

from collections import Counter
from collections.abc import Iterator, Sequence

from trust.inventory import SPEC_FIELDS
from trust.inventory_plan import PlannedStep, Step
from trust.report import Identity


def as_diff(steps: Sequence[PlannedStep]) -> Iterator[str]:
    """Yield a line for each node, what people should know below it, and the sum."""
    width = max((len(step.wanted.node) for step in steps), default=0)
    for step in steps:
        what = "" if step.step is Step.UNCHANGED else _what(step)
        origin = "" if step.step is Step.UNCHANGED else f"  ({step.wanted.origin})"
        yield f"{step.step.value:9}  {step.wanted.node:{width}}  {what}{origin}".rstrip()
        yield from (f"{'':11}{each}" for each in step.remarks)
    counts = Counter(step.step for step in steps)
    yield (
        f"{counts[Step.CREATE]} to create, {counts[Step.CHANGE]} to change, "
        f"{counts[Step.UNCHANGED]} unchanged, {counts[Step.CONFLICT]} in conflict"
    )


def spec_of(identities: Sequence[Identity]) -> dict[str, str]:
    """Return identities as fields of a NodeIdentity's spec."""
    return {SPEC_FIELDS[identity.kind]: identity.value for identity in identities}


def _what(step: PlannedStep) -> str:
    before, after = spec_of(step.before), spec_of(step.after)
    return ", ".join(
        f"{field} {before[field]} -> {value}" if field in before else f"{field} {value}"
        for field, value in after.items()
        if before.get(field) != value
    )
