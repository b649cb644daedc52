# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists that HVS gives page by page: bounded, and always forwards."""

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from attestation.errors import AnswerError
from attestation.hvs.page import Next, Page

T = TypeVar("T")

MOST_PAGES = 200
MOST_ITEMS = 50_000
"""Of all pages together."""


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


def joined(pages: Iterable[Page[T]], what: str) -> tuple[list[T], tuple[str, ...]]:
    """Return the items of all pages, and one remark on those that could not be read."""
    found: list[T] = []
    wrong: list[str] = []
    for page in pages:
        found += page.items
        wrong += page.wrong
    more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
    return found, ((f"{what} cannot be read: {wrong[0]}{more}",) if wrong else ())
