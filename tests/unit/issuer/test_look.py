# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is found after somebody was at the objects, and that it is mended."""

from base64 import b64encode
from collections.abc import Callable
from typing import Any

import pytest

from certs.authority import Authority
from tests.unit.issuer.issuing import Issuing, steady
from tests.unit.issuer.simulated import (
    AUTHORITY,
    CONFIGURATION,
    DAY,
    DEPLOYMENT,
    ENDS,
    HOUR,
    secret_path,
)

Harm = Callable[[Issuing], object]


def stranger(issuing: Issuing) -> bytes:
    return Authority.create("stranger", lifetime=DAY, now=issuing.now).pair().certificate


def rebundle(issuing: Issuing, *bundles: bytes) -> None:
    found: dict[str, Any] = issuing.store.objects[CONFIGURATION]
    for entry, bundle in zip(found["webhooks"], bundles, strict=False):
        entry["clientConfig"]["caBundle"] = b64encode(bundle).decode()


HARMS: dict[str, Harm] = {
    "a leaf is deleted": lambda it: it.store.objects.pop(secret_path("webhook")),
    "a leaf is half-written": lambda it: it.change(secret_path("webhook"), tls_key=None),
    "a leaf is no PEM": lambda it: it.change(secret_path("webhook"), tls_crt=b"no"),
    "a key is another's": lambda it: it.change(
        secret_path("webhook"), tls_key=it.content(secret_path("hub"))["tls.key"]
    ),
    "a leaf is another's": lambda it: it.change(
        secret_path("webhook"), **swapped(it.content(secret_path("hub")))
    ),
    "a bundle of a Secret is gone": lambda it: it.change(secret_path("hub"), ca_crt=None),
    "a bundle of a Secret is a stranger's": lambda it: it.change(
        secret_path("hub"), ca_crt=stranger(it)
    ),
    "one entry believes a stranger": lambda it: rebundle(it, stranger(it)),
    "each entry believes a stranger": lambda it: rebundle(it, *[stranger(it)] * 2),
    "a bundle is no PEM": lambda it: rebundle(it, b"no", b"no"),
    "a bundle is empty": lambda it: rebundle(it, b"", b""),
}


def swapped(content: object) -> dict[str, bytes]:
    assert isinstance(content, dict)
    return {"tls_crt": content["tls.crt"], "tls_key": content["tls.key"]}


@pytest.mark.parametrize("harm", HARMS)
def test_harm_is_mended_by_whoever_signs_already(harm: str) -> None:
    issuing = steady()
    signing = issuing.signing()
    HARMS[harm](issuing)
    assert 1 <= issuing.work() <= 2
    assert issuing.signing() == signing
    assert {issuing.issuer_of(end) for end in ENDS} == {signing}
    assert len(issuing.bundles()) == 1
    assert all(leaf is not None and leaf.fits for leaf in issuing.look().found.leaves.values())


@pytest.mark.parametrize(
    "lose",
    [
        lambda it: it.store.objects.pop(AUTHORITY),
        lambda it: it.change(AUTHORITY, tls_key=None),
        lambda it: it.change(AUTHORITY, tls_crt=None),
        lambda it: it.change(AUTHORITY, tls_crt=b"no", tls_key=b"no"),
        lambda it: it.change(AUTHORITY, tls_key=it.content(secret_path("hub"))["tls.key"]),
        lambda it: it.change(AUTHORITY, retired_crt=b"no", tls_key=None),
    ],
)
def test_an_authority_that_is_lost_is_believed_until_all_is_issued_anew(lose: Harm) -> None:
    issuing = steady()
    old = issuing.signing()
    lose(issuing)
    issuing.work()
    assert {issuing.issuer_of(end) for end in ENDS} == {old}
    assert {len(each) for each in issuing.bundles()} == {2}
    for _ in range(3):
        issuing.wait(2 * HOUR)
        issuing.work()
    assert issuing.signing() != old
    assert {issuing.issuer_of(end) for end in ENDS} == {issuing.signing()}
    assert {len(each) for each in issuing.bundles()} == {1}


def test_a_configuration_without_entries_and_a_deployment_that_is_absent_are_not_waited_for() -> (
    None
):
    issuing = Issuing()
    issuing.store.objects.pop(DEPLOYMENT)
    issuing.store.objects[CONFIGURATION]["webhooks"] = []
    issuing.roll_out = lambda: None  # type: ignore[method-assign]
    issuing.work()
    found = issuing.look()
    assert (found.found.readers, found.configurations) == ({}, {})
    assert {issuing.issuer_of(end) for end in ENDS} == {issuing.signing()}


@pytest.mark.parametrize(
    ("status", "ready"),
    [
        ({"observedGeneration": 3, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}, 1),
        ({"observedGeneration": 2, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 2}, 0),
        ({"observedGeneration": 3, "replicas": 3, "updatedReplicas": 2, "availableReplicas": 2}, 0),
        ({"observedGeneration": 3, "replicas": 2, "updatedReplicas": 1, "availableReplicas": 2}, 0),
        ({"observedGeneration": 3, "replicas": 2, "updatedReplicas": 2, "availableReplicas": 1}, 0),
        ({}, 0),
    ],
)
def test_a_deployment_is_ready_when_every_pod_is_new_and_no_old_one_is_left(
    status: dict[str, int], ready: bool
) -> None:
    issuing = steady()
    found = issuing.store.objects[DEPLOYMENT]
    found["metadata"]["generation"] = 3
    found["status"] = status
    assert issuing.look().found.readers["bondstone-scheduler"].ready is bool(ready)


def test_a_deployment_of_no_replicas_is_ready() -> None:
    issuing = steady()
    found = issuing.store.objects[DEPLOYMENT]
    found["spec"]["replicas"] = 0
    found["status"] = {"observedGeneration": 1}
    assert issuing.look().found.readers["bondstone-scheduler"].ready
