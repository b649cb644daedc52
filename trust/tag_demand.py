# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who demands which values of an asset tag: for people, when they contradict each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from trust.names import TAGS_ANNOTATION
from trust.printable import first_of
from trust.verdict import Finding, Outcome

_NAMED = 4
"""Who is named, and how many values of each: there may be more than anybody reads."""


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class TagDemand:
    """One demand.

    Attributes:
        policy: Name of the TrustPolicy; empty where the pod's own annotation demands it.
        tag: Which asset tag.
        values: Allowed ones, sorted.
    """

    policy: str
    tag: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """The demand as people say it."""
        values = first_of(self.values, most=_NAMED, between=" or ")
        if not self.policy:
            return f"the annotation {TAGS_ANNOTATION} asks for {values}"
        return f'TrustPolicy "{self.policy}" allows {values}'


def tag_demands(tags: Mapping[str, Iterable[str]], *, policy: str = "") -> frozenset[TagDemand]:
    """Return what one policy demands, or the annotation where no policy is named."""
    return frozenset(
        TagDemand(policy=policy, tag=tag, values=tuple(sorted(values)))
        for tag, values in tags.items()
    )


def tags_contradict(tag: str, demands: Iterable[TagDemand]) -> Finding:
    """Give the denial for a tag of which no value meets every demand, with who demands what."""
    # Policies first: the annotation has to follow them.
    ours = (each for each in demands if each.tag == tag)
    ordered = sorted(ours, key=lambda each: (not each.policy, each))
    asking = first_of([each.text for each in ordered], most=_NAMED)
    agree = "" if any(not each.policy for each in ordered) else "make the policies agree on a value"
    return Finding(
        code="asset-tags-contradict",
        outcome=Outcome.DENY,
        detail=f'no value of asset tag "{tag}" suits all who demand one'
        + (f": {asking}" if asking else ""),
        remedy=agree,
    )
