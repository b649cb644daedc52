# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Addresses of verification services."""

from pathlib import Path

import pytest

from attestation.errors import EndpointError
from attestation.http.endpoint import Endpoint

CA = Path("ca.crt")


def test_a_url_is_taken_apart() -> None:
    found = Endpoint(url="https://Verifier.example:8881/keylime/", ca_file=CA)
    assert (found.hostname, found.port, found.prefix) == ("verifier.example", 8881, "/keylime")
    assert found.host == "Verifier.example:8881"
    bare = Endpoint(url="https://[::1]", ca_file=CA)
    assert (bare.hostname, bare.port, bare.prefix, bare.host) == ("::1", 443, "", "[::1]")


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://a.example", "must be https"),
        ("https://", "must be https"),
        ("https://a.example:0", "must be https"),
        ("https://a.example:70000", "is not a URL"),
        ("https://[::1", "is not a URL"),
        ("https://joe:hush@a.example", "holds credentials"),
        ("https://a.example/?q", "must end with its path"),
        ("https://a.example/#f", "must end with its path"),
        ("https://a.example/a b", "characters that no URL has"),
        ("https://a.example\n", "characters that no URL has"),
        ("https://ä.example", "characters that no URL has"),
    ],
)
def test_what_is_no_such_url_is_refused(url: str, problem: str) -> None:
    with pytest.raises(EndpointError, match=problem) as caught:
        Endpoint(url=url, ca_file=CA)
    assert "hush" not in str(caught.value)


@pytest.mark.parametrize("given", ["client_cert", "client_key"])
def test_half_of_a_client_certificate_is_refused(given: str) -> None:
    with pytest.raises(EndpointError, match="give both files"):
        Endpoint(url="https://a.example", ca_file=CA, **{given: Path("x.pem")})  # type: ignore[arg-type]
