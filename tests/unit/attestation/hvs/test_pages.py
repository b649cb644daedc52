# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists page by page: bounded, and always forwards."""

from collections.abc import Callable

import pytest

from attestation.errors import AnswerError
from attestation.hvs.page import Next, Page
from attestation.hvs.pages import MOST_ITEMS, all_pages
from tests.unit.attestation.hvs.numbers import page, read


def pages(*documents: object) -> Callable[[Next | None], Page[int]]:
    """Give one page after the other."""
    left = list(documents)
    return lambda _: read(left.pop(0))


def items(ask: Callable[[Next | None], Page[int]]) -> list[int]:
    return [item for page in all_pages(ask, name="reports") for item in page.items]


def test_items_come_in_the_order_of_their_pages() -> None:
    asked: list[Next | None] = []
    documents = [page([1, 2], "limit=2&afterId=7"), page([3, 4], "limit=2&afterId=9"), page([5])]

    def ask(following: Next | None) -> Page[int]:
        asked.append(following)
        return read(documents.pop(0))

    assert items(ask) == [1, 2, 3, 4, 5]
    assert asked == [None, Next(limit=2, after=7), Next(limit=2, after=9)]
    assert Next(limit=2, after=7).query == {"limit": "2", "afterId": "7"}


def test_an_empty_list_is_null_in_go() -> None:
    assert items(pages(page(None))) == []


def test_a_page_of_items_that_cannot_be_read_is_not_empty() -> None:
    assert items(pages(page(["x"], "limit=1&afterId=1"), page([2]))) == [2]


def test_a_last_page_that_is_full_is_followed_by_an_empty_one() -> None:
    assert items(pages(page([1], "limit=1&afterId=1"), page(None))) == [1]


@pytest.mark.parametrize(
    ("documents", "problem"),
    [
        ([page([1], "limit=1&afterId=5"), page([2], "limit=1&afterId=5")], "go backwards"),
        ([page([1], "limit=1&afterId=5"), page([2], "limit=1&afterId=4")], "go backwards"),
        ([page([], "limit=1&afterId=5")], "an empty page"),
        ([page([1] * (MOST_ITEMS + 1))], "more than 50000 reports"),
    ],
)
def test_lists_that_make_no_progress_are_refused(documents: list[object], problem: str) -> None:
    with pytest.raises(AnswerError, match=problem):
        items(pages(*documents))


def test_pages_without_end_are_refused() -> None:
    def ask(following: Next | None) -> Page[int]:
        after = 1 if following is None else following.after + 1
        return read(page([1], f"limit=1&afterId={after}"))

    with pytest.raises(AnswerError, match="more than 200 pages"):
        items(ask)
