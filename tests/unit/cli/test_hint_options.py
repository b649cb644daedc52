# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options of the endpoint for hints: all that it needs, or none."""

from pathlib import Path

import pytest

from cli.hint_options import hint_settings
from serving.errors import SettingsError

NONE: dict[str, object] = {
    "host": "127.0.0.1", "health_port": 8080, "hints_port": None, "hints_tls_cert": None,
    "hints_tls_key": None, "hints_client_ca": None, "hints_client_names": (), "hints_key": None,
}  # fmt: skip
ALL: dict[str, object] = {
    **NONE, "hints_port": 8444, "hints_tls_cert": Path("c"), "hints_tls_key": Path("k"),
    "hints_client_ca": Path("a"), "hints_client_names": ("verifier",),
}  # fmt: skip


def test_without_a_port_there_is_no_endpoint() -> None:
    assert hint_settings(NONE) is None


def test_who_may_hint_is_known_by_authority_and_name() -> None:
    found = hint_settings({**ALL, "hints_key": Path("p")})
    assert found is not None
    assert (found.server.port, found.server.client_ca) == (8444, Path("a"))
    assert found.server.client_names == {"verifier"}
    assert found.key == Path("p")


@pytest.mark.parametrize("missing", ["hints_tls_cert", "hints_tls_key", "hints_client_ca"])
def test_an_endpoint_that_anybody_could_hint_at_does_not_start(missing: str) -> None:
    with pytest.raises(SettingsError, match="--hints-port needs"):
        hint_settings({**ALL, missing: None})


def test_a_name_is_needed_too() -> None:
    with pytest.raises(SettingsError, match="--hints-client-name"):
        hint_settings({**ALL, "hints_client_names": ()})


@pytest.mark.parametrize(
    "given", ["hints_tls_cert", "hints_client_ca", "hints_client_names", "hints_key"]
)
def test_options_without_the_port_are_a_mistake(given: str) -> None:
    with pytest.raises(SettingsError, match="need --hints-port"):
        hint_settings({**NONE, given: ("verifier",) if given.endswith("names") else Path("x")})
