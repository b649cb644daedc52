# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists that HVS gives page by page: bounded, and always forwards.

Source: isecl.md §5. A page that is full names the next one in ``next``, as the query string
``limit=1000&afterId=1234``; identifiers of rows grow.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

from attestation.errors import AnswerError

MOST_PAGES = 200
MOST_ITEMS = 50_000
"""Of all pages together."""
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


def all_items(ask: Callable[[Next | None], object], *, name: str) -> Iterator[object]:
    """Yield the items of all pages, in their order.

    Args:
        ask: Asks for a page, the first one without an argument, and returns the document.
        name: Of the list in the document.

    Raises:
        AnswerError: A page is none, repeats or goes backwards, or there are too many.
    """
    following: Next | None = None
    count = 0
    for _ in range(MOST_PAGES):
        items, after = read_page(ask(following), name=name)
        count += len(items)
        if count > MOST_ITEMS:
            raise AnswerError(f"HVS lists more than {MOST_ITEMS} {name}")
        yield from items
        if after is None:
            return
        if not items:
            raise AnswerError(f"HVS gives an empty page of {name} and another one after it")
        if following is not None and after.after <= following.after:
            raise AnswerError(f"HVS gives pages of {name} that go backwards")
        following = after
    raise AnswerError(f"HVS gives more than {MOST_PAGES} pages of {name}")


def read_page(document: object, *, name: str) -> tuple[list[object], Next | None]:
    """Return the items of one page, and where the next one begins.

    Raises:
        AnswerError: It is not a page of this list.
    """
    items = document.get(name, _NOTHING) if isinstance(document, dict) else _NOTHING
    if not isinstance(document, dict) or not isinstance(items, list | None):
        raise AnswerError(f"HVS gives something else than a list of {name}")
    following = document.get("next") or None
    # A list that is empty is null in Go.
    return items or [], None if following is None else _next(following, name)


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
