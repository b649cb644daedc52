# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies that nearly are what the API server and the scheduler send, and bodies that are not."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from tests.fuzz.edits import edit, specs

_DOWN, _NODE = 0.9, 6
"""How likely a change is further down, and there in what has parts itself: most of what is judged
is some levels deep."""
ASSETS = Path(__file__).parent.parent / "assets"
_VALUES: tuple[Any, ...] = (
    None, "", 0, -1, 1.5, 1e308, True, False, [], {}, "x" * 300, [None], [[]], {"a": None}, "é\x00",
    {"name": 1}, 10**30, "In", "DoesNotExist", ["a"] * 50, "docker.io/evil:1", "m1", "true", "EU",
    {"key": "x", "operator": "Exists"}, [{"matchExpressions": []}], [{"matchFields": None}],
    [{"name": "y", "image": "docker.io/evil:1"}], {"image": {"reference": "docker.io/evil:1"}},
    "\ud800", "TRUE", "pods/ephemeralcontainers", "UPDATE", "DELETE", "\uff54rue", "m1\u200b",
    "\u212a", "\u202eUE", "docker.io/\u0130mage:1", "a\u0301" * 200, "\U0001f600", "\x7f\x1b[31m",
)  # fmt: skip
_NAMES = (
    "nodeName", "affinity", "nodeSelector", "schedulerName", "containers", "initContainers",
    "ephemeralContainers", "volumes", "image", "Image", "imagePullSecrets", "nodeSelectorTerms",
    "matchExpressions", "matchFields", "deletionTimestamp", "ownerReferences", "object",
    "oldObject", "operation", "subResource", "uid", "kind", "labels", "annotations",
    "bondstone.dev/asset-tags",
)  # fmt: skip


def recordings(folder: str) -> list[Any]:
    """Return recorded bodies."""
    return [json.loads(path.read_text()) for path in sorted((ASSETS / folder).glob("*.json"))]


class Inputs:
    """Bodies made from seeds, the same ones for the same number.

    Args:
        seeds: Documents that a server would take.
        number: Of the random generator.
    """

    def __init__(self, seeds: Sequence[Any], number: int) -> None:
        self._seeds = [_bytes(seed) for seed in seeds]
        self._random = random.Random(number)  # noqa: S311  no secret depends on it
        kinds: Mapping[Callable[[], bytes], int] = {
            self._changed: 60, self._edited: 20, self._torn: 8, self._noise: 4, self._deep: 3,
            self._twice: 4, self._large: 1, self._nested: 2, self._wide: 1,
        }  # fmt: skip
        self._kinds, self._weights = list(kinds), list(kinds.values())

    def __iter__(self) -> Iterator[bytes]:
        """Yield bodies without end."""
        while True:
            (make,) = self._random.choices(self._kinds, self._weights)
            yield make()

    def _document(self) -> Any:  # noqa: ANN401  any JSON
        document = json.loads(self._random.choice(self._seeds))
        for _ in range(self._random.randint(1, 4)):
            self._change(document)
        return document

    def _change(self, document: Any) -> None:  # noqa: ANN401  any JSON
        """Replace, remove, add, double or move one part."""
        place = self._place(document)
        if place is None:
            return
        parent, last = place
        value = copy.deepcopy(self._random.choice(_VALUES))
        action = self._random.randrange(5)
        if action == 0 and isinstance(parent, dict):
            parent.pop(last)
        elif action == 1 and isinstance(parent, dict):
            parent[self._random.choice(_NAMES)] = value
        elif action == 2 and isinstance(parent, list):
            parent.append(copy.deepcopy(parent[last]))
        elif action == 3 and isinstance(parent, dict):
            parent[self._random.choice(_NAMES)] = parent.pop(last)
        else:
            parent[last] = value

    def _place(self, document: Any) -> tuple[Any, Any] | None:  # noqa: ANN401  any JSON
        """Walk down to some part of a document: what holds it, and its key there."""
        place, part = None, document
        while (
            isinstance(part, dict | list)
            and part
            and (place is None or self._random.random() < _DOWN)
        ):
            keys = list(part) if isinstance(part, dict) else range(len(part))
            weights = [_NODE if isinstance(part[key], dict | list) else 1 for key in keys]
            place = part, self._random.choices(keys, weights)[0]
            part = part[place[1]]
        return place

    def _changed(self) -> bytes:
        return _bytes(self._document())

    def _edited(self) -> bytes:
        """Change one thing that decides, in a document that is good but for it."""
        document = json.loads(self._random.choice(self._seeds))
        found = list(specs(document))
        if found:
            edit(self._random.choice(found), self._random)
        return _bytes(document)

    def _torn(self) -> bytes:
        """Cut, or change single bytes of, a document."""
        content = bytearray(_bytes(self._document()))
        if self._random.random() < 0.5:
            return bytes(content[: self._random.randrange(len(content))])
        for _ in range(self._random.randint(1, 5)):
            content[self._random.randrange(len(content))] = self._random.randrange(256)
        return bytes(content)

    def _noise(self) -> bytes:
        return self._random.randbytes(self._random.randrange(200))

    def _deep(self) -> bytes:
        opening = self._random.choice([b"[", b'{"a":', b'[{"a":'])
        return opening * self._random.choice([50, 101, 10_000])

    def _twice(self) -> bytes:
        """Say one thing twice: the first key of some object, with another value."""
        text = _bytes(self._document())
        at = self._random.choice([0, *(i for i in range(len(text)) if text[i : i + 1] == b"{")])
        name = self._random.choice(_NAMES)
        again = self._random.choice([name, f"\\u{ord(name[0]):04x}{name[1:]}"])
        return text[: at + 1] + f'"{name}":null,"{again}":[],'.encode() + text[at + 1 :]

    def _nested(self) -> bytes:
        """Put something deep, or something just not too deep, into a document."""
        levels = self._random.choice([50, 90, 101, 900])
        return self._with(json.loads("[" * levels + "]" * levels))

    def _wide(self) -> bytes:
        """Put a list of thousands of things into a document."""
        return self._with([copy.deepcopy(self._random.choice(_VALUES))] * 3000)

    def _with(self, value: Any) -> bytes:  # noqa: ANN401  any JSON
        document = self._document()
        place = self._place(document)
        if place is not None:
            place[0][place[1]] = value
        return _bytes(document)

    def _large(self) -> bytes:
        return _bytes([self._document()] * self._random.randint(2, 40))


def _bytes(document: object) -> bytes:
    return json.dumps(document).encode()
