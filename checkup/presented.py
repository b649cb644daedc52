# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The certificate that the webhook presents, verified as the API server does it.

By URL its host is called; for a Service the name ``<service>.<namespace>.svc`` is verified, and
that is where it is called too, which only works inside the cluster (Kubernetes "Dynamic Admission
Control", contacting the webhook).
"""

import socket
import ssl
from collections.abc import Mapping
from contextlib import suppress
from urllib.parse import urlsplit

from checkup.configurations import PresentedError

_SECONDS = 5.0
_PORT = 443


def presented(client: Mapping[str, object], authorities: str) -> str | None:
    """Shake hands with the webhook; nothing is sent.

    Args:
        client: clientConfig of an entry.
        authorities: Its caBundle, PEM.

    Returns:
        What is wrong, None for nothing.

    Raises:
        PresentedError: Nobody could be reached.
        ssl.SSLError: The authorities cannot be read.
    """
    host, port = _address(client)
    context = ssl.create_default_context(cadata=authorities)
    try:
        connection = socket.create_connection((host, port), timeout=_SECONDS)
    except OSError as exc:
        raise PresentedError(f"{host}:{port} cannot be reached from here: {exc}") from exc
    with connection:
        try:
            shaken = context.wrap_socket(connection, server_hostname=host)
        except ssl.SSLCertVerificationError as exc:
            return f"has a caBundle that does not verify {host}:{port}: {exc.verify_message}"
        except OSError as exc:
            raise PresentedError(f"{host}:{port} ends the handshake: {exc}") from exc
        with suppress(OSError), shaken:
            pass
    return None


def _address(client: Mapping[str, object]) -> tuple[str, int]:
    service = client.get("service")
    if isinstance(service, Mapping):
        port = service.get("port", _PORT)
        return f"{service['name']}.{service['namespace']}.svc", int(port)
    url = urlsplit(str(client.get("url")))
    return url.hostname or "", url.port or _PORT
