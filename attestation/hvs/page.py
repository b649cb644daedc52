# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One page of a list that HVS gives, read item by item.

Source: isecl.md §5. A page that is full names the next one in ``next``, as the query string
``limit=1000&afterId=1234``; identifiers of rows grow.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.hvs.remembered import Items
from attestation.resting import resting
from documents.long_list import LongList
from trust.errors import ReportError
from trust.printable import printable

T = TypeVar("T")

MOST_OBJECTS = 1_000_000
"""In one page: each report has a rule for each register, and each rule its own objects."""
_LONGEST_REMARK = 300
_NOTHING = object()


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """Where the next page begins.

    Attributes:
        limit: Items of a page.
        after: The row behind which it begins.
    """

    limit: int
    after: int

    @property
    def query(self) -> dict[str, str]:
        """Return the parameters that ask for it."""
        return {"limit": str(self.limit), "afterId": str(self.after)}


@dataclass(frozen=True, slots=True)
class Unread:
    """An item that could not be read.

    Attributes:
        why: For people.
    """

    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One page.

    Attributes:
        items: Those that could be read.
        wrong: Why others could not; they are as if they were not there.
        following: Where the next page begins, None behind the last one.
    """

    items: tuple[T, ...]
    wrong: tuple[str, ...] = ()
    following: Next | None = None


def read_page(
    reply: Reply,
    *,
    name: str,
    parse: Callable[[object], T],
    known: Items[T | Unread] | None = None,
    deadline: float = -inf,
) -> Page[T]:
    """Read one page.

    Args:
        reply: The answer.
        name: Of the list in it.
        parse: Reads an item by what it says alone, or raises ReportError.
        known: Items of the same list before.
        deadline: Instant of ``time.monotonic``; without one it is read without a rest.

    Raises:
        AnswerError: It is not a page of this list.
    """

    def make(value: object) -> T | Unread:
        try:
            return parse(value)
        except ReportError as exc:
            return Unread(printable(str(exc)[:_LONGEST_REMARK]))

    with reply.strictly():
        listed = LongList(
            reply.body,
            name,
            make=make,
            known=Items() if known is None else known,
            most_objects=MOST_OBJECTS,
            most_values=2 * MOST_OBJECTS,
        )
        items = tuple(resting(listed, until=deadline))
    # A list that is empty is null in Go.
    if not listed.found and listed.rest.get(name, _NOTHING) is not None:
        raise AnswerError(f"HVS gives something else than a list of {name}")
    following = listed.rest.get("next") or None
    return Page(
        items=tuple(each for each in items if not isinstance(each, Unread)),
        wrong=tuple(each.why for each in items if isinstance(each, Unread)),
        following=None if following is None else _next(following, name),
    )


def _next(text: object, name: str) -> Next:
    try:
        found = dict(parse_qsl(str(text), strict_parsing=True, max_num_fields=4))
        if set(found) != {"limit", "afterId"} or not all(map(_is_number, found.values())):
            raise ValueError
    except ValueError as exc:
        raise AnswerError(f"HVS names the next page of {name} in a way that nobody knows") from exc
    return Next(limit=int(found["limit"]), after=int(found["afterId"]))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 18
