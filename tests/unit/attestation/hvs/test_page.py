# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One page of a list."""

import json
from itertools import count

import pytest

from attestation.errors import AnswerError
from attestation.http.reply import Reply
from attestation.hvs.page import Next, Unread, read_page
from attestation.hvs.remembered import Items
from attestation.hvs.report_document import parse_report
from tests.unit.attestation.hvs.numbers import answer, page, read
from tests.unit.attestation.hvs.samples import sample_json
from trust.errors import ReportError


def test_the_recorded_page_names_the_next_one() -> None:
    document = answer(sample_json("reports-software-fault.json"))
    found = read_page(document, name="reports", parse=parse_report)
    assert len(found.items) == 1
    assert found.following == Next(limit=1000, after=1234)


def test_the_next_page_may_be_named_before_the_list() -> None:
    document = {"next": "limit=1&afterId=7", "reports": [1], "prev": {"reports": 2}}
    assert read(document).following == Next(limit=1, after=7)


def test_an_item_that_cannot_be_read_is_as_if_it_were_not_there() -> None:
    found = read(page([1, "x", 3]))
    assert (found.items, found.wrong) == ((1, 3), ("item: x must be a number",))


def test_what_is_wrong_is_told_in_so_many_words() -> None:
    (wrong,) = read(page(["\x1b" + "x" * 5000])).wrong
    assert wrong.isprintable()
    assert len(wrong) < 400


@pytest.mark.parametrize(
    "document", [{}, {"hosts": []}, {"reports": {}}, {"reports": "x"}, {"reports": 0}]
)
def test_what_is_no_list_is_refused(document: object) -> None:
    with pytest.raises(AnswerError, match="something else than a list of reports"):
        read(document)


@pytest.mark.parametrize("body", [b"[]", b"{", b'{"reports": [1,]}', b'{"reports": [1]} []'])
def test_a_page_that_is_no_json_object_is_refused_with_the_words_of_every_answer(
    body: bytes,
) -> None:
    reply = Reply(source="hvs.example:8443/reports", status=200, body=body)
    with pytest.raises(AnswerError, match=r"^the answer of hvs.example:8443/reports is not strict"):
        read_page(reply, name="reports", parse=str)


@pytest.mark.parametrize(
    "following",
    [
        "limit=1",
        "limit=1&afterId=-5",
        "limit=1&afterId=5&hostName=x",
        "https://evil.example/?limit=1&afterId=5",
        "x" * 100,
        5,
    ],
)
def test_a_next_page_that_is_named_otherwise_is_refused(following: object) -> None:
    with pytest.raises(AnswerError, match="in a way that nobody knows"):
        read({"reports": [1], "next": following})


def test_an_item_that_comes_again_is_not_parsed_again_even_if_it_could_not_be_read() -> None:
    parsed, known = count(), Items[int | Unread]()

    def parse(value: object) -> int:
        next(parsed)
        if value == {"id": "b", "name": "b" * 64}:
            raise ReportError("id", "is b")
        return 1

    def items(*ids: str) -> tuple[object, ...]:
        known.begin()
        body = json.dumps({"reports": [{"id": each, "name": each * 64} for each in ids]}).encode()
        reply = Reply(source="hvs", status=200, body=body)
        found = read_page(reply, name="reports", parse=parse, known=known)
        known.end()
        return found.items, found.wrong

    assert items("a", "b") == items("a", "b") == ((1,), ("id: is b",))
    assert next(parsed) == 2
    assert items("a", "c", "b") == ((1, 1), ("id: is b",))
    assert next(parsed) == 4
