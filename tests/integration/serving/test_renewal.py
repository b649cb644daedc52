# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates are renewed unseen; a broken renewal keeps the old one."""

import ssl
from contextlib import closing

from tests.integration.serving.conftest import Served, eventually

FAILURES = "bondstone_tls_reload_failures_total"


def serial(served: Served) -> object:
    with closing(served.connect()) as connection:
        connection.connect()
        assert isinstance(connection.sock, ssl.SSLSocket)
        certificate = connection.sock.getpeercert()
    assert certificate is not None
    return certificate["serialNumber"]


def test_a_renewed_certificate_is_shown_to_the_next_connection(served: Served) -> None:
    before = serial(served)
    served.issue("server", "server")
    assert serial(served) != before
    assert serial(served) == serial(served)


def test_a_broken_renewal_is_counted_and_changes_nothing(served: Served) -> None:
    before = serial(served)
    (served.folder / "server.key").write_text("no key")
    assert serial(served) == before
    assert f"{FAILURES} 1.0" in served.health("/metrics")[1]
    assert any("the old ones stay" in str(line["message"]) for line in served.log())
    served.issue("server", "server")
    eventually(lambda: serial(served) != before, "the mended renewal is in use")
