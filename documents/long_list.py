# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A JSON object with one long list in it, whose items are parsed one by one.

The parser cannot be interrupted: thousands of items in one piece make everybody else wait, and all
of them at a time are a great deal of garbage. Item by item others get their turn in between, and
an item that is known already, character for character, need not be parsed at all. What is accepted
is what ``strict_json.loads`` accepts.
"""

import re
from collections.abc import Callable, Iterator
from typing import Generic, Protocol, TypeVar

from documents.strict import SyntaxProblemError
from documents.strict_json import SPACE, checked_text, may_have_halves, value_at

T = TypeVar("T")

_SPACE = re.compile(f"[{SPACE}]*")


class Known(Protocol[T]):
    """Items that were made before."""

    def find(self, text: str, place: int) -> tuple[T, int] | None:
        """Return what was made of the object that begins there, and where that ends."""
        ...

    def keep(self, text: str, place: int, end: int, item: T) -> None:
        """Remember what was made of an object."""
        ...


class LongList(Generic[T]):
    """The list, and the rest of the object, which is whole when the items have been iterated.

    Args:
        raw: As it came.
        name: Of the list.
        make: Makes an item of a value, by that alone.
        known: Objects that were made before.
        most_objects: As ``strict_json.loads`` has it.
        most_values: As ``strict_json.loads`` has it.

    Attributes:
        rest: The fields that are no list of this name.
        found: There was such a list.

    Raises:
        SyntaxProblemError: It cannot be read.
    """

    def __init__(
        self,
        raw: bytes,
        name: str,
        *,
        make: Callable[[object], T],
        known: Known[T],
        most_objects: int,
        most_values: int,
    ) -> None:
        self._text = checked_text(raw, most_objects=most_objects, most_values=most_values)
        self._halves = may_have_halves(raw)
        self._name = name
        self._make = make
        self._known = known
        self._place = 0
        self.rest: dict[str, object] = {}
        self.found = False

    def __iter__(self) -> Iterator[T]:
        """Yield the items.

        Raises:
            SyntaxProblemError: The document is not an object of strict JSON; what came before
                counts as little as the rest.
        """
        self._step("{")
        if self._next() != "}":
            yield from self._field()
            while self._step(",}") == ",":
                yield from self._field()
        else:
            self._step("}")
        if self._next():
            raise SyntaxProblemError("it is not strict JSON: something follows it")

    def _field(self) -> Iterator[T]:
        if self._next() != '"':
            raise SyntaxProblemError("it is not strict JSON: the name of a field is missing")
        name = str(self._value())
        self._step(":")
        if name in self.rest or (self.found and name == self._name):
            raise SyntaxProblemError(f"it is not strict JSON: key {name[:64]!r} stands twice")
        if name != self._name or self._next() != "[":
            self._next()
            self.rest[name] = self._value()
            return
        self.found = True
        yield from self._items()

    def _items(self) -> Iterator[T]:
        self._step("[")
        if self._next() == "]":
            self._step("]")
            return
        yield self._item()
        while self._step(",]") == ",":
            yield self._item()

    def _item(self) -> T:
        if self._next() != "{":  # only an object says by itself where it ends
            return self._make(self._value())
        place = self._place
        known = self._known.find(self._text, place)
        if known is not None:
            item, self._place = known
            return item
        item = self._make(self._value())
        self._known.keep(self._text, place, self._place, item)
        return item

    def _value(self) -> object:
        value, self._place = value_at(self._text, self._place, halves=self._halves)
        return value

    def _step(self, marks: str) -> str:
        """Go behind one of these marks, and return it."""
        mark = self._next()
        if not mark or mark not in marks:
            raise SyntaxProblemError(f"it is not strict JSON: none of {marks} where one must be")
        self._place += 1
        return mark

    def _next(self) -> str:
        """Go to the next character that is no white space, and return it; empty at the end."""
        if self._text[self._place : self._place + 1] in SPACE:
            found = _SPACE.match(self._text, self._place)
            self._place = found.end() if found else self._place
        return self._text[self._place : self._place + 1]
