# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook's certificate where the webhook is out of reach."""

from base64 import b64encode
from collections.abc import Mapping

import pytest
import trustme

from checkup.configurations import PresentedError
from checkup.kept import presented_or_kept
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.test_certificates import SECRETS, deployment

CA = trustme.CA()
PEM = CA.cert_pem.bytes().decode()
CLIENT = {"service": {"name": "w", "namespace": "s"}}
WEBHOOK = "/apis/apps/v1/namespaces/bondstone-system/deployments/bondstone-webhook"


def out_of_reach(client: Mapping[str, object], authorities: str) -> str | None:
    assert (client, bool(authorities)) in ((CLIENT, True), ({"url": "https://x"}, True))
    raise PresentedError("w.s.svc:443 cannot be reached from here")


def api(*names: str, authority: trustme.CA = CA) -> SimulatedApi:
    pem = authority.issue_cert(*names).cert_chain_pems[0].bytes() if names else b""
    data = {"tls.crt": b64encode(pem).decode()} if names else {"other": "eA=="}
    volume = {"name": "tls", "secret": {"secretName": "tls"}}
    return SimulatedApi(objects={WEBHOOK: deployment(volume), f"{SECRETS}/tls": {"data": data}})


def look(found: SimulatedApi) -> str | None:
    return presented_or_kept(found, out_of_reach)(CLIENT, PEM)


def test_what_is_presented_counts_where_it_can_be_seen() -> None:
    seen = presented_or_kept(SimulatedApi(), lambda client, authorities: "has another")
    assert seen(CLIENT, PEM) == "has another"


def test_a_secret_whose_certificate_the_authorities_issued_for_the_service_is_fine() -> None:
    assert look(api("w.s.svc")) is None


def test_one_of_another_authority_or_name_is_wrong() -> None:
    other = look(api("w.s.svc", authority=trustme.CA()))
    assert other is not None
    assert "did not issue the certificate in Secret bondstone-system/tls" in other
    named = look(api("another.svc"))
    assert named is not None
    assert "is called w.s.svc, which" in named
    assert "mounts no certificate" in str(look(api()))


def test_a_secret_whose_certificate_is_none_is_not_blamed_on_the_authorities() -> None:
    broken = api("w.s.svc")
    broken.objects[f"{SECRETS}/tls"] = {"data": {"tls.crt": b64encode(b"none").decode()}}
    with pytest.raises(PresentedError, match=r"from here, and its Secret holds a tls\.crt that is"):
        look(broken)


def test_what_cannot_be_read_either_is_not_known() -> None:
    with pytest.raises(PresentedError, match="its Secret cannot be read"):
        look(SimulatedApi())
    with pytest.raises(PresentedError, match="from here"):
        presented_or_kept(api("w.s.svc"), out_of_reach)({"url": "https://x"}, PEM)
