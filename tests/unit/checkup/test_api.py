# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A look whose question has no answer is a line, and no silence."""

from collections.abc import Iterator

from checkup.api import Api, listed, looked
from checkup.line import Line, Standing, exit_code
from tests.simulators.api import SimulatedApi

ONE = Line(check="c", subject="s", standing=Standing.OK, detail="d")


def look(api: Api) -> Iterator[Line]:
    yield ONE
    listed(api, "/nodes")


def test_lines_come_as_they_are() -> None:
    assert list(looked(SimulatedApi(objects={"/nodes": []}), look, check="c")) == [ONE]


def test_what_may_not_be_read_is_unknown_and_says_who_may() -> None:
    first, second = looked(SimulatedApi(forbidden={"/nodes"}), look, check="c")
    assert first == ONE
    assert (second.check, second.standing) == ("c", Standing.UNKNOWN)
    assert "403" in second.detail
    assert "cluster-admin" in second.remedy
    assert exit_code([first, second]) == 2


def test_an_api_server_that_fails_is_unknown() -> None:
    _, second = looked(SimulatedApi(), look, check="c")
    assert (second.standing, "404" in second.detail) == (Standing.UNKNOWN, True)
