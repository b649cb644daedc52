# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists that HVS gives page by page: bounded, and always forwards.

Source: isecl.md §5. A page that is full names the next one in ``next``, as the query string
``limit=1000&afterId=1234``; identifiers of rows grow.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from typing import Generic, TypeVar
from urllib.parse import parse_qsl

from attestation.errors import AnswerError
from attestation.resting import resting
from trust.errors import ReportError
from trust.printable import printable

T = TypeVar("T")

MOST_PAGES = 200
MOST_ITEMS = 50_000
"""Of all pages together."""
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


def all_pages(ask: Callable[[Next | None], Page[T]], *, name: str) -> Iterator[Page[T]]:
    """Yield all pages.

    Args:
        ask: Asks for a page, the first one without an argument.
        name: Of the list, for messages.

    Raises:
        AnswerError: A page is none, repeats or goes backwards, or there are too many.
    """
    before: Next | None = None
    count = 0
    for _ in range(MOST_PAGES):
        page = ask(before)
        read = len(page.items) + len(page.wrong)
        count += read
        if count > MOST_ITEMS:
            raise AnswerError(f"HVS lists more than {MOST_ITEMS} {name}")
        yield page
        if page.following is None:
            return
        if not read:
            raise AnswerError(f"HVS gives an empty page of {name} and another one after it")
        if before is not None and page.following.after <= before.after:
            raise AnswerError(f"HVS gives pages of {name} that go backwards")
        before = page.following
    raise AnswerError(f"HVS gives more than {MOST_PAGES} pages of {name}")


def read_page(
    document: object, *, name: str, parse: Callable[[object], T], deadline: float = -inf
) -> Page[T]:
    """Read one page.

    Args:
        document: The answer.
        name: Of the list in it.
        parse: Reads an item, or raises ReportError.
        deadline: Instant of ``time.monotonic``; without one it is read without a rest.

    Raises:
        AnswerError: It is not a page of this list.
    """
    items = document.get(name, _NOTHING) if isinstance(document, dict) else _NOTHING
    if not isinstance(document, dict) or not isinstance(items, list | None):
        raise AnswerError(f"HVS gives something else than a list of {name}")
    following = document.get("next") or None
    found: list[T] = []
    wrong: list[str] = []
    for item in resting(items or (), until=deadline):  # a list that is empty is null in Go
        try:
            found.append(parse(item))
        except ReportError as exc:
            wrong.append(printable(str(exc)[:_LONGEST_REMARK]))
    return Page(
        items=tuple(found),
        wrong=tuple(wrong),
        following=None if following is None else _next(following, name),
    )


def joined(pages: Iterable[Page[T]], what: str) -> tuple[list[T], tuple[str, ...]]:
    """Return the items of all pages, and one remark on those that could not be read."""
    found: list[T] = []
    wrong: list[str] = []
    for page in pages:
        found += page.items
        wrong += page.wrong
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return found, ((f"{what} cannot be read: {wrong[0]}{more}",) if wrong else ())


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
