# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies that nearly are what the API server and the scheduler send, and bodies that are not."""

import copy
import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

ASSETS = Path(__file__).parent.parent / "assets"
_VALUES: tuple[Any, ...] = (
    None, "", 0, -1, 1.5, 1e308, True, False, [], {}, "x" * 300, [None], [[]], {"a": None}, "é\x00",
    {"name": 1}, 10**30, "In", "DoesNotExist", ["a"] * 50, "docker.io/evil:1", "m1", "true", "EU",
    {"key": "x", "operator": "Exists"}, [{"matchExpressions": []}], [{"matchFields": None}],
    [{"name": "y", "image": "docker.io/evil:1"}], {"image": {"reference": "docker.io/evil:1"}},
    "\ud800", "TRUE", "pods/ephemeralcontainers", "UPDATE", "DELETE",
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
        self._seeds = seeds
        self._random = random.Random(number)  # noqa: S311  no secret depends on it
        kinds: Mapping[Callable[[], bytes], int] = {
            self._changed: 80, self._torn: 8, self._noise: 4, self._deep: 3, self._twice: 4,
            self._large: 1,
        }  # fmt: skip
        self._kinds, self._weights = list(kinds), list(kinds.values())

    def __iter__(self) -> Iterator[bytes]:
        """Yield bodies without end."""
        while True:
            (make,) = self._random.choices(self._kinds, self._weights)
            yield make()

    def _document(self) -> Any:  # noqa: ANN401  any JSON
        document = copy.deepcopy(self._random.choice(self._seeds))
        for _ in range(self._random.randint(1, 4)):
            self._change(document)
        return document

    def _change(self, document: Any) -> None:  # noqa: ANN401  any JSON
        """Replace, remove, add, double or move one part."""
        paths = [path for path in _paths(document) if path]
        if not paths:
            return
        path = self._random.choice(paths)
        parent = document
        for step in path[:-1]:
            parent = parent[step]
        last, value = path[-1], copy.deepcopy(self._random.choice(_VALUES))
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

    def _changed(self) -> bytes:
        return _bytes(self._document())

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
        name = self._random.choice(_NAMES).encode()
        return text[: at + 1] + b'"' + name + b'":null,"' + name + b'":[],' + text[at + 1 :]

    def _large(self) -> bytes:
        return _bytes([self._document()] * self._random.randint(2, 40))


def _bytes(document: object) -> bytes:
    return json.dumps(document).encode()


def _paths(value: object, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield at
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _paths(item, (*at, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _paths(item, (*at, index))
