# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lists page by page: bounded, and always forwards."""

from collections.abc import Callable

import pytest

from attestation.errors import AnswerError
from attestation.hvs.pages import MOST_ITEMS, Next, all_items, read_page
from tests.unit.attestation.hvs.samples import sample_json


def pages(*documents: object) -> Callable[[Next | None], object]:
    """Give one document after the other."""
    left = list(documents)
    return lambda _: left.pop(0)


def page(items: list[object] | None, following: str | None = None) -> dict[str, object]:
    return {"reports": items} | ({} if following is None else {"next": following})


def test_the_recorded_page_names_the_next_one() -> None:
    items, following = read_page(sample_json("reports-software-fault.json"), name="reports")
    assert len(items) == 1
    assert following == Next(limit=1000, after=1234)


def test_items_come_in_the_order_of_their_pages() -> None:
    asked: list[Next | None] = []
    documents = [page([1, 2], "limit=2&afterId=7"), page([3, 4], "limit=2&afterId=9"), page([5])]

    def ask(following: Next | None) -> object:
        asked.append(following)
        return documents.pop(0)

    assert list(all_items(ask, name="reports")) == [1, 2, 3, 4, 5]
    assert asked == [None, Next(limit=2, after=7), Next(limit=2, after=9)]
    assert Next(limit=2, after=7).query == {"limit": "2", "afterId": "7"}


def test_an_empty_list_is_null_in_go() -> None:
    assert list(all_items(pages(page(None)), name="reports")) == []


def test_a_last_page_that_is_full_is_followed_by_an_empty_one() -> None:
    found = all_items(pages(page([1], "limit=1&afterId=1"), page(None)), name="reports")
    assert list(found) == [1]


@pytest.mark.parametrize(
    ("documents", "problem"),
    [
        ([[]], "something else than a list"),
        ([{}], "something else than a list"),
        ([{"hosts": []}], "something else than a list"),
        ([{"reports": {}}], "something else than a list"),
        ([{"reports": "x"}], "something else than a list"),
        ([page([1], "limit=1&afterId=5"), page([2], "limit=1&afterId=5")], "go backwards"),
        ([page([1], "limit=1&afterId=5"), page([2], "limit=1&afterId=4")], "go backwards"),
        ([page([], "limit=1&afterId=5")], "an empty page"),
        ([page([1], "limit=1")], "in a way that nobody knows"),
        ([page([1], "limit=1&afterId=-5")], "in a way that nobody knows"),
        ([page([1], "limit=1&afterId=5&hostName=x")], "in a way that nobody knows"),
        ([page([1], "https://evil.example/?limit=1&afterId=5")], "in a way that nobody knows"),
        ([page([1], "x" * 100)], "in a way that nobody knows"),
        ([{"reports": [1], "next": 5}], "in a way that nobody knows"),
        ([page([1] * (MOST_ITEMS + 1))], "more than 50000 reports"),
    ],
)
def test_lists_that_make_no_progress_are_refused(documents: list[object], problem: str) -> None:
    with pytest.raises(AnswerError, match=problem):
        list(all_items(pages(*documents), name="reports"))


def test_pages_without_end_are_refused() -> None:
    def ask(following: Next | None) -> object:
        return page([1], f"limit=1&afterId={1 if following is None else following.after + 1}")

    with pytest.raises(AnswerError, match="more than 200 pages"):
        list(all_items(ask, name="reports"))
