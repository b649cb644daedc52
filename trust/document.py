# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Strict reading of JSON-shaped documents: every error carries the path of the field."""

from collections.abc import Mapping
from datetime import timedelta
from typing import TypeVar

from trust.duration import format_duration, parse_duration
from trust.errors import DocumentError
from trust.names import API_GROUP, API_VERSION

T = TypeVar("T")


class Fields:
    """One object of a document: each field is taken once, and what is left over is an error.

    A field that is null is absent, as the Kubernetes API has it.

    Args:
        value: The object, as parsed from JSON or YAML.
        path: Where it stands, such as ``spec.match``.
        error: The leaf to raise.
    """

    __slots__ = ("_error", "_path", "_taken", "_value")

    def __init__(self, value: object, *, path: str, error: type[DocumentError]) -> None:
        self._path = path
        self._error = error
        if not isinstance(value, dict) or not _TEXTS.issuperset(map(type, value)):
            raise error(path or "document", f"must be an object, not {kind_of(value)}")
        self._value = value
        self._taken: set[str] = set()

    def at(self, name: str) -> str:
        """Return the path of a field."""
        return f"{self._path}.{name}" if self._path else name

    def fail(self, name: str, problem: str) -> DocumentError:
        """Return the error for a field, to be raised by the caller."""
        return self._error(self.at(name), problem)

    def has(self, name: str) -> bool:
        """Tell whether the field is there and not yet taken."""
        return self._value.get(name) is not None and name not in self._taken

    def take(self, name: str, kind: type[T], default: T | None = None) -> T:
        """Take a field of the given type.

        Raises:
            DocumentError: It is missing without a default, or of another type.
        """
        value = self._value.get(name)
        if value is None or name in self._taken:
            if default is None:
                raise self.fail(name, "is required")
            return default
        self._taken.add(name)
        if type(value) is not kind:  # a bool is no int; JSON and YAML make no other subclasses
            raise self.fail(name, f"must be {_WORDS[kind]}, not {kind_of(value)}")
        return value

    def head(self, kind: str) -> None:
        """Take apiVersion and kind, which must be those of one of our own documents."""
        version = self.take("apiVersion", str)
        if version != f"{API_GROUP}/{API_VERSION}":
            raise self.fail("apiVersion", f"must be {API_GROUP}/{API_VERSION}, not {version!r}")
        self.choice("kind", (kind,))

    def duration(
        self, name: str, default: timedelta | None = None, *, fine: bool = False
    ) -> timedelta:
        """Take a duration; ``fine`` as for ``parse_duration``."""
        text = self.take(name, str, None if default is None else format_duration(default))
        try:
            return parse_duration(text, fine=fine)
        except ValueError as exc:
            raise self.fail(name, str(exc)) from exc

    def items(self, name: str, *, most: int) -> list[object]:
        """Take a list of at most so many items, empty where the field is absent."""
        items = self.take(name, list, [])
        if len(items) > most:
            raise self.fail(name, f"has {len(items)} entries, and at most {most} are read")
        return items

    def fields(self, name: str, *, optional: bool = False) -> "Fields":
        """Take a field that is an object."""
        default: dict[str, object] | None = {} if optional else None
        return Fields(self.take(name, dict, default), path=self.at(name), error=self._error)

    def strings(self, name: str, *, blank: bool = False) -> tuple[str, ...]:
        """Take a list of strings, empty where the field is absent; blank ones where they may be."""
        items = self.take(name, list, [])
        for index, item in enumerate(items):
            if not isinstance(item, str) or not (item or blank):
                raise self.fail(f"{name}[{index}]", "must be a string that is not empty")
        return tuple(items)

    def choice(self, name: str, allowed: tuple[str, ...], default: str | None = None) -> str:
        """Take a string out of a closed set."""
        value = self.take(name, str, default)
        if value not in allowed:
            raise self.fail(name, f"must be one of {', '.join(allowed)}, not {value!r}")
        return value

    def rest(self) -> dict[str, object]:
        """Take all that is left: for objects whose keys are free."""
        left = {name: value for name, value in self._value.items() if self.has(name)}
        self._taken.update(left)
        return left

    def end(self) -> None:
        """Refuse unknown fields: a mistyped field must not silently protect nothing."""
        for name in sorted(filter(self.has, self._value)):
            raise self.fail(name, "is not a field of this document")


_TEXTS = frozenset({str})
_WORDS: Mapping[type, str] = {
    str: "a string",
    bool: "true or false",
    int: "a whole number",
    list: "a list",
    dict: "an object",
}


def kind_of(value: object) -> str:
    """Name the type of a JSON value for people."""
    return "null" if value is None else _WORDS.get(type(value), type(value).__name__)
