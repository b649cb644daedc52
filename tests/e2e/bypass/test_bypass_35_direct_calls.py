# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod calls webhook or extender itself, to learn or to overload."""

import ssl
from contextlib import closing
from http.client import HTTPSConnection

import pytest

from localcluster.ports import HOST
from localcluster.world import World

GUARD = "Both ask for a client certificate with a name that is allowed, in the TLS handshake."


@pytest.mark.parametrize("component", ["webhook", "extender"])
def test_without_a_certificate_there_is_no_answer(world: World, component: str) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        ask(world, component, client=None)


@pytest.mark.parametrize(
    ("component", "client"), [("webhook", "extender-client"), ("extender", "webhook-client")]
)
def test_another_components_certificate_is_refused(
    world: World, component: str, client: str
) -> None:
    assert ask(world, component, client=client) == 403


def ask(world: World, component: str, *, client: str | None) -> int:
    pki, port = world.cluster.pki, getattr(world.cluster.ports, component)
    context = ssl.create_default_context(cafile=pki.ca)
    if client:
        context.load_cert_chain(pki.certificate(client), pki.key(client))
    path = "/validate" if component == "webhook" else "/filter"
    with closing(HTTPSConnection(HOST, port, context=context, timeout=10)) as connection:
        connection.request("POST", path, b"{}", {"Content-Type": "application/json"})
        return connection.getresponse().status
