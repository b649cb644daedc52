# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Ages of certificates in Secrets."""

from base64 import b64encode
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import trustme

from checkup.certificates import certificates, mounted
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told

ENDS = datetime(2031, 1, 1, tzinfo=UTC)
DEPLOYMENTS = "/apis/apps/v1/namespaces/bondstone-system/deployments"
SECRETS = "/api/v1/namespaces/bondstone-system/secrets"
SUBJECT = "Secret bondstone-system/tls"


def deployment(*volumes: dict[str, Any]) -> dict[str, Any]:
    return {"metadata": {"name": "d"}, "spec": {"template": {"spec": {"volumes": [*volumes]}}}}


def leaf(days: int = 60) -> str:
    begins = ENDS - timedelta(days=days)
    issued = trustme.CA().issue_cert("x.svc", not_before=begins, not_after=ENDS)
    return b64encode(issued.cert_chain_pems[0].bytes()).decode()


def look(content: dict[str, str] | None, *, left: timedelta = timedelta(days=30)) -> dict[str, str]:
    volume = {"name": "tls", "secret": {"secretName": "tls"}}
    objects: dict[str, Any] = {DEPLOYMENTS: [deployment(volume), deployment(volume)]}
    if content is not None:
        objects[f"{SECRETS}/tls"] = {"data": content}
    return told(certificates(SimulatedApi(objects=objects), now=lambda: ENDS - left))


@pytest.mark.parametrize(
    ("left", "why"),
    [(timedelta(days=30), "ok: is 720h old, and valid for 720h more"),
     (timedelta(days=9), "wrong: is 1224h old, and valid for 216h more: its renewal is late"),
     (timedelta(days=-1), "wrong: is 1464h old, and expired 24h ago"),
     (timedelta(days=61), "wrong: is 0s old, and is valid in 24h only")],
)  # fmt: skip
def test_a_certificate_is_told_with_its_age_and_what_is_left(left: timedelta, why: str) -> None:
    assert look({"tls.crt": leaf()}, left=left)[SUBJECT] == why


def test_a_secret_that_is_missing_or_broken_is_wrong() -> None:
    assert look(None)[SUBJECT] == "wrong: does not exist"
    broken = b64encode(b"no PEM").decode()
    assert look({"tls.crt": broken})[SUBJECT] == "wrong: holds a tls.crt that is none"


def test_secrets_of_others_are_not_looked_at() -> None:
    assert look({"password": "eA=="}) == {}


def test_deployments_that_mount_none_are_not_ours() -> None:
    api = SimulatedApi(objects={DEPLOYMENTS: [deployment()]})
    assert told(certificates(api, now=lambda: ENDS)) == {
        "none": "wrong: no Deployment mounts a Secret"
    }


def test_secrets_are_found_in_volumes_and_projected_ones_and_optional_ones_are_not_needed() -> None:
    projected = {
        "name": "p",
        "projected": {"sources": [{"secret": {"name": "b"}}, {"configMap": {}}]},
    }
    optional = {"name": "o", "secret": {"secretName": "c", "optional": True}}
    volumes = ({"name": "a", "secret": {"secretName": "a"}}, projected, optional, {"name": "e"})
    assert list(mounted(deployment(*volumes))) == ["a", "b"]
