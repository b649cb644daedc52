# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which images of one pod are asked for side by side, and which one after the other."""

from collections.abc import Iterator, Mapping

from trust.reference import Reference

SIDE_BY_SIDE = 4
"""Images of one pod and one registry at a time: others need its places, too."""


def lanes(wanted: Mapping[str, Reference]) -> Iterator[Mapping[str, Reference]]:
    """Yield what is asked one after the other: a few lanes for each registry."""
    registries: dict[str, list[tuple[str, Reference]]] = {}
    for text, reference in wanted.items():
        registries.setdefault(reference.registry, []).append((text, reference))
    for images in registries.values():
        for number in range(min(SIDE_BY_SIDE, len(images))):
            yield dict(images[number::SIDE_BY_SIDE])
