# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a webhook presents, verified as the API server does it."""

import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest
import trustme

from checkup.configurations import PresentedError
from checkup.presented import presented

HOST = "127.0.0.1"


@contextmanager
def webhook(authority: trustme.CA, name: str = HOST) -> Iterator[dict[str, object]]:
    """Serve handshakes that ask for a client certificate, as ours does."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    authority.configure_trust(context)
    context.verify_mode = ssl.CERT_REQUIRED
    listening = socket.create_server((HOST, 0))

    def serve() -> None:
        with suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with suppress(OSError), context.wrap_socket(connection, server_side=True):
                    pass
                connection.close()

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield {"url": f"https://{HOST}:{listening.getsockname()[1]}/validate"}
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


def test_a_certificate_of_the_authority_is_fine_without_one_of_ours() -> None:
    authority = trustme.CA()
    with webhook(authority) as client:
        assert presented(client, authority.cert_pem.bytes().decode()) is None


def test_one_of_another_authority_or_for_another_name_is_wrong() -> None:
    authority, other = trustme.CA(), trustme.CA().cert_pem.bytes().decode()
    with webhook(authority) as client:
        assert "does not verify" in str(presented(client, other))
    with webhook(authority, "another.example") as client:
        assert "does not verify" in str(presented(client, authority.cert_pem.bytes().decode()))


def test_a_webhook_that_cannot_be_reached_is_not_known() -> None:
    authority = trustme.CA().cert_pem.bytes().decode()
    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
    with pytest.raises(PresentedError, match="cannot be reached"):
        presented({"url": f"https://{HOST}:{port}"}, authority)
    with pytest.raises(PresentedError, match=r"w[.]s[.]invalid[.]svc:443"):
        presented({"service": {"name": "w", "namespace": "s.invalid"}}, authority)


def test_whoever_breaks_off_is_not_known() -> None:
    authority = trustme.CA().cert_pem.bytes().decode()
    with socket.create_server((HOST, 0)) as listening:
        port = listening.getsockname()[1]
        thread = threading.Thread(target=lambda: listening.accept()[0].close())
        thread.start()
        with pytest.raises(PresentedError, match="ends the handshake"):
            presented({"url": f"https://{HOST}:{port}"}, authority)
        thread.join(5)
