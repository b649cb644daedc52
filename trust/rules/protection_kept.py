# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: an update does not take a pod out of its protection."""

from trust.need import Need
from trust.union import union
from trust.verdict import Finding, Outcome


def protection_kept(old: Need, new: Need) -> Finding | None:
    """Give a denial when the pod asked for more before the update than after it.

    Otherwise one update could drop the label that a policy selects, and a second one could bring
    in any image.
    """
    if union(old, new).demands == new.demands:
        return None
    return Finding(
        code="protection-removed",
        outcome=Outcome.DENY,
        detail=f"the update takes the pod out of {_taken(old, new)}",
    )


def _taken(old: Need, new: Need) -> str:
    """Name the policies that are left, and the tags that the annotation asks for no more."""
    left = [f'TrustPolicy "{name}"' for name in old.policies if name not in new.policies]
    gone = sorted(each for each in old.tag_demands - new.tag_demands if not each.policy)
    tags = ", ".join(f"{each.tag}={'|'.join(each.values)}" for each in gone)
    if tags:
        left.append(f"the asset tags that its annotation asks for ({tags})")
    return " and ".join(left) or "its asset tags"


def asks_more(old_need: Need, need: Need) -> bool:
    """Tell whether an update brings a pod under more than it was judged by.

    Both Needs are of the policies of now, so that a policy which came later holds up nothing. The
    same demands under another policy's name are no more than before.
    """
    return union(old_need, need).demands != old_need.demands
