# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Settings that would check nothing are refused."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from serving.errors import SettingsError
from serving.settings import ServerSettings

FILE = Path("file.pem")


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"client_ca": FILE}, "name the clients"),
        ({"client_names": frozenset({"a"})}, "give the CA file"),
        ({"port": 8080}, "give the health port another one"),
        ({"deadline": timedelta(0)}, "above zero"),
    ],
)
def test_a_contradiction_is_refused(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(SettingsError, match=problem):
        ServerSettings(name="test", tls_cert=FILE, tls_key=FILE, **changes)


def test_a_go_client_never_finds_its_idle_connection_closed() -> None:
    settings = ServerSettings(name="test", tls_cert=FILE, tls_key=FILE)
    assert settings.keep_alive >= timedelta(seconds=100)
