# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The pod annotation ``bondstone.dev/asset-tags``: a pod may ask for more, never for less."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.limits import TAGS
from trust.names import TAGS_ANNOTATION, is_label_name, is_label_value
from trust.verdict import Finding, Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnotatedTags:
    """What the annotation says; ``defects`` where it cannot be read."""

    present: bool = False
    tags: Mapping[str, str] = field(default_factory=dict)
    defects: tuple[Finding, ...] = ()


def read_tags(annotations: Mapping[str, str]) -> AnnotatedTags:
    """Read ``region=EU,tier=1``; a key may stand once, neither side may be empty."""
    text = annotations.get(TAGS_ANNOTATION)
    if text is None:
        return AnnotatedTags()
    tags: dict[str, str] = {}
    items = text.split(",", TAGS)
    if len(items) > TAGS:
        return AnnotatedTags(present=True, defects=(_too_many(),))
    for item in items:
        key, _, value = (part.strip() for part in item.partition("="))
        if not is_label_name(key) or not is_label_value(value) or key in tags:
            return AnnotatedTags(present=True, defects=(_defect(item),))
        tags[key] = value
    return AnnotatedTags(present=True, tags=tags)


def _defect(item: str) -> Finding:
    return Finding(
        code="asset-tags-annotation",
        outcome=Outcome.DENY,
        detail=f"annotation {TAGS_ANNOTATION}: {item[:80]!r} is not tag=value, or its tag is "
        "given twice",
    )


def _too_many() -> Finding:
    return Finding(
        code="asset-tags-annotation",
        outcome=Outcome.DENY,
        detail=f"annotation {TAGS_ANNOTATION} has more than {TAGS} tags",
        remedy=f"ask for {TAGS} at most",
    )
