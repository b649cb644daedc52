# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which images of one pod are asked for side by side, and which one after the other."""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Executor

from trust.admission import ImageAnswer
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


def ask_in_lanes(
    executor: Executor, wanted: Mapping[str, Reference], ask: Callable[[Reference], ImageAnswer]
) -> dict[str, ImageAnswer]:
    """Return all answers, by reference as written."""

    def in_turn(lane: Mapping[str, Reference]) -> Mapping[str, ImageAnswer]:
        return {text: ask(one) for text, one in lane.items()}

    futures = [executor.submit(in_turn, lane) for lane in lanes(wanted)]
    return {text: answer for future in futures for text, answer in future.result().items()}
