# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our configurations, compared once."""

from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import pytest
import trustme

from checkup.configurations import PresentedError, configurations
from tests.simulators.api import SimulatedApi
from trust.configuration import shape_of

KEY = "ValidatingWebhookConfiguration/bondstone"
PATH = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/bondstone"
POLICY = "ValidatingAdmissionPolicy/p"
CA = b64encode(trustme.CA().cert_pem.bytes()).decode()


def raw(bundle: str = CA, /, **changes: object) -> dict[str, Any]:
    entry = {
        "name": "a",
        "failurePolicy": "Fail",
        "clientConfig": {"service": {"name": "w", "namespace": "s"}, "caBundle": bundle},
    }
    entries = [{**entry, **changes}, {**entry, "name": "b"}]
    return {"metadata": {"name": "bondstone", "uid": "u"}, "webhooks": entries}


SHIPPED = {KEY: shape_of(raw())}


class Presenting:
    """A webhook that is looked at."""

    def __init__(self, problem: str | None = None, *, away: bool = False) -> None:
        self.problem, self.away = problem, away
        self.seen: list[Mapping[str, object]] = []

    def __call__(self, client: Mapping[str, object], authorities: str) -> str | None:
        """Take down who was asked."""
        assert authorities.startswith("-----BEGIN")
        self.seen.append(client)
        if self.away:
            raise PresentedError("cannot be reached")
        return self.problem


def look(found: dict[str, Any] | None, webhook: Presenting) -> dict[str, str]:
    api = SimulatedApi(objects={} if found is None else {PATH: found})
    lines = configurations(api, shipped=SHIPPED, present=webhook)
    return {line.check: f"{line.standing.value}: {line.detail}" for line in lines}


def test_one_that_is_as_it_was_shipped_is_fine_and_its_webhook_is_looked_at_once() -> None:
    webhook = Presenting()
    assert look(raw(), webhook) == {
        "configurations": "ok: is as it was shipped",
        "ca-bundle": "ok: its caBundle fits the certificate of the webhook",
    }
    assert len(webhook.seen) == 1


def test_one_that_is_gone_or_weakened_is_wrong() -> None:
    assert look(None, Presenting()) == {"configurations": "wrong: does not exist"}
    found = look(raw(failurePolicy="Ignore"), Presenting())
    assert found["configurations"] == (
        "wrong: webhooks.a.failurePolicy is Ignore, and shipped as Fail"
    )
    many = raw(CA, **{f"x{number}": number for number in range(7)})
    assert look(many, Presenting())["configurations"].endswith("and 2 more")


@pytest.mark.parametrize(
    ("bundle", "why"),
    [("", "wrong: a has no caBundle"), ("%%", "wrong: a has a caBundle that cannot be read")],
)
def test_a_bundle_that_says_nothing_is_wrong(bundle: str, why: str) -> None:
    assert look(raw(bundle), Presenting())["ca-bundle"] == why


def test_a_bundle_that_does_not_fit_is_wrong_and_one_that_cannot_be_tried_unknown() -> None:
    assert look(raw(), Presenting("fits nothing"))["ca-bundle"] == "wrong: a fits nothing"
    away = look(raw(), Presenting(away=True))["ca-bundle"]
    assert away == "unknown: a: cannot be reached"


def test_an_admission_policy_has_no_bundle() -> None:
    policy = {"metadata": {"name": "p", "uid": "u"}, "spec": {"failurePolicy": "Fail"}}
    path = "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/p"
    api = SimulatedApi(objects={path: policy})
    lines = list(configurations(api, shipped={POLICY: shape_of(policy)}, present=Presenting()))
    assert [(line.check, line.standing.value) for line in lines] == [("configurations", "ok")]
