# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who may call: a name of the verified certificate, compared exactly."""

from collections.abc import Sequence

import pytest

from tests.integration.serving.conftest import Served


@pytest.mark.parametrize(
    ("name", "dns", "status"),
    [
        ("friend", (), 200),
        ("somebody", ["other.example", "friend"], 200),
        ("stranger", (), 403),
        ("Friend", (), 403),
        ("friend.example", (), 403),
        ("stranger", ["*", "*.friend", "friend.example"], 403),
        ("friend,stranger", (), 403),
    ],
)
def test_only_the_very_name_is_let_in(
    served: Served, name: str, dns: Sequence[str], status: int
) -> None:
    served.issue("caller", name, dns=dns)
    got, body = served.post("/echo", client="caller")
    assert got == status
    assert (b"are not allowed here" in body) == (status == 403)


def test_every_request_of_a_connection_is_judged(served: Served) -> None:
    connection = served.connect("stranger")
    for _ in range(2):
        connection.request("POST", "/echo", b"{}", {"Content-Type": "application/json"})
        response = connection.getresponse()
        response.read()
        assert response.status == 403
    connection.close()
