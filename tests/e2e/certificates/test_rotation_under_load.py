# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our issuer: authorities and certificates that last a minute rotate under load, unnoticed."""

from collections.abc import Iterator

import pytest

from localcluster.bondstone import NAMESPACE
from localcluster.process import Process
from localcluster.scheduler import MANIFESTS
from localcluster.world import World
from tests.e2e.certificates.watching import Watching
from tests.e2e.certificates.world import ENDS, Certified, certified_running, secret
from tests.e2e.starting import begun

ROTATIONS = 2
RIGHTS = MANIFESTS / "components" / "issuer-self-signed" / "rbac.yaml"
LIFETIMES = ("--authority-lifetime=90s", "--leaf-lifetime=30s", "--settle=4s", "--period=1s")
STEADY = 'bondstone_authority_rotation_phase{phase="steady"} 1.0'


def issue(world: World) -> Process:
    world.cluster.kubectl("apply", "-f", str(RIGHTS))
    process = world.bondstone.launch("issuer", *LIFETIMES)
    world.bondstone.wait_ready("issuer")
    return process


@pytest.fixture(scope="module")
def certified() -> Iterator[Certified]:
    with begun(certified_running(issue)) as started:
        yield started


def test_two_rotations_of_the_authority_fail_no_request(certified: Certified) -> None:
    image = certified.world.images.encrypted("shop/rotating:1")
    watching = Watching(certified)

    def rotated() -> bool:
        shown = certified.world.bondstone.metrics("issuer")
        return watching.exchanged("authority") >= ROTATIONS and STEADY in shown

    watching.run(image, rotated)
    assert all(watching.exchanged(end) >= 2 * ROTATIONS for end in ("webhook", "extender-client"))


def may(certified: Certified, verb: str, what: str, *more: str) -> str:
    user = f"--as=system:serviceaccount:{NAMESPACE}:bondstone-issuer"
    said = certified.world.kubectl("auth", "can-i", verb, what, user, "-n", NAMESPACE, *more)
    return said.splitlines()[-1]


def test_the_issuer_may_touch_its_own_secrets_by_name_and_nothing_else(
    certified: Certified,
) -> None:
    ours = [*(f"secrets/{secret(end)}" for end in ENDS), "secrets/bondstone-ca"]
    wanted = {(verb, what): "yes" for verb in ("get", "create", "patch") for what in ours}
    wanted |= {("patch", "deployments/bondstone-scheduler"): "yes"}
    wanted |= {("patch", "validatingwebhookconfigurations/bondstone"): "yes"}
    refused = ["secrets", "secrets/other", "deployments/bondstone-webhook", "leases/other"]
    refused += ["validatingwebhookconfigurations/other", "pods", "nodes", "configmaps"]
    verbs = ("get", "create", "delete", "update", "patch", "list", "watch")
    wanted |= {
        (verb, what): "no"
        for verb in verbs
        for what in refused
        if (verb, what) != ("create", "leases/other")
    }
    assert {(verb, what): may(certified, verb, what) for verb, what in wanted} == wanted


def test_a_secret_of_another_name_cannot_be_created_by_whoever_may_create_ours(
    certified: Certified,
) -> None:
    cluster = certified.world.cluster
    kubeconfig = cluster.service_account_kubeconfig(NAMESPACE, "bondstone-issuer")
    as_issuer = f"--kubeconfig={kubeconfig}"
    document = f"{{apiVersion: v1, kind: Secret, metadata: {{name: x, namespace: {NAMESPACE}}}}}"
    for verb in (("create",), ("apply", "--server-side")):
        said = certified.world.kubectl(as_issuer, *verb, "-f", "-", stdin=document)
        assert "cannot" in said
        assert 'resource "secrets"' in said
