# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The words of docs/install.md and docs/existing-clusters.md on a cluster that is in use."""

from collections.abc import Iterator

import pytest

from localcluster.cluster import LocalCluster
from localcluster.waiting import wait_for
from tests.e2e.safety.documented import commands
from tests.e2e.safety.operator import OPEN, PAYMENTS, SYSTEM, Operator, operating
from tests.e2e.starting import begun


@pytest.fixture(scope="module")
def operator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Operator]:
    with begun(operating(tmp_path_factory.mktemp("operator"))) as started:
        yield started


def install(operator: Operator) -> None:
    client = operator.client
    client.step = "nothing is there"
    for namespace in (PAYMENTS, OPEN, SYSTEM):
        client.await_one(namespace, "admitted")
    client.step = "wave 1 is under way"
    operator.types(commands("install.md", "### Wave 0: may it be installed here?")[0])
    (wave,) = commands("install.md", "### Wave 1: everything of ours, protecting nothing yet")
    operator.types(wave)
    client.step = "the webhook does not run yet"
    client.await_one(PAYMENTS, "closed")
    client.step = "components start"
    operator.bondstone.start()
    client.step = "nothing has a policy"
    before = operator.decided()
    client.await_one(PAYMENTS, "admitted")
    client.step = "wave 2"
    judged = operator.decided() - before
    assert judged >= client.counts(PAYMENTS, "nothing has a policy")["admitted"]
    operator.types(commands("install.md", "### Wave 2: namespaces that fail closed")[0])
    operator.types(commands("install.md", "### Wave 3: policies")[0])
    # The hub has accepted the policy; the webhook reads it by a watch of its own.
    wait_for(lambda: is_judged(operator), what="the webhook goes by the policy")
    client.step = "payments is protected"
    client.await_one(PAYMENTS, "denied")


def upgrade(operator: Operator) -> None:
    client, bondstone = operator.client, operator.bondstone
    client.step = "an upgrade"
    (block,) = commands("install.md", "## Upgrade")
    operator.types(block, goes_on=True)
    bondstone.processes["webhook"].kill()
    client.await_one(PAYMENTS, "closed")
    bondstone.launch("webhook")
    bondstone.wait_ready("webhook")
    client.await_one(PAYMENTS, "denied")


def remove(operator: Operator) -> str:
    """Return what the last look at what is left said."""
    client, bondstone = operator.client, operator.bondstone
    gives_up, hooks, marks, templates, take_out, everything, look = commands(
        "existing-clusters.md", "## Uninstall"
    )
    hub, rest = gives_up.split("kubectl delete trustpolicies")
    client.step = "the hub goes"
    operator.types(hub)
    bondstone.processes.pop("hub").stop()
    client.await_one(PAYMENTS, "denied")
    client.step = "protection is given up"
    operator.types(f"kubectl delete trustpolicies{rest}")
    client.step = "nothing is protected any more"
    client.await_one(PAYMENTS, "admitted")
    client.step = "everything goes"
    operator.types(hooks)
    bondstone.stop()
    operator.types(marks)
    assert operator.types(templates).split() == ["Deployment", OPEN, "left", "bondstone-scheduler"]
    operator.types(f"KIND=Deployment NAMESPACE={OPEN} NAME=left\n{take_out}")
    assert operator.types(templates).strip() == ""
    operator.types(everything)
    said = operator.types(look)
    client.step = "nothing is left"
    for namespace in (PAYMENTS, OPEN, SYSTEM):
        client.await_one(namespace, "admitted")
    return said


def is_early(refusal: str) -> bool:
    """Say whether a webhook answered that was not ready yet: a Service would not have asked it."""
    early = refusal.startswith(("components start: ", "an upgrade: "))
    return early and "have not been read from the API server yet" in refusal


def is_judged(operator: Operator) -> bool:
    """Say whether the policy is in force in the protected namespace."""
    probe = ("-n", PAYMENTS, "run", "probe", "--image=registry.invalid/plain:1", "--dry-run=server")
    return "denied the request" in operator.cluster.kubectl(*probe, check=False)


def is_marked(operator: Operator) -> bool:
    return "bondstone" in operator.cluster.kubectl("get", "nodes", "-o=yaml")


def test_no_protected_pod_slips_through_and_nothing_is_locked(operator: Operator) -> None:
    client = operator.client
    install(operator)
    wait_for(lambda: is_marked(operator), what="the hub marks the node")
    upgrade(operator)
    said = remove(operator)
    client.stop()
    for step in ("the webhook does not run yet", "payments is protected", "an upgrade",
                 "the hub goes"):  # fmt: skip
        counts = client.counts(PAYMENTS, step)
        assert counts.total() >= 5, step
        assert counts["admitted"] == 0, step
    for namespace in (OPEN, SYSTEM):
        assert [each for each in client.refusals(namespace) if not is_early(each)] == []
    assert client.failures(PAYMENTS) == []
    assert said.strip() == ""
    assert not is_marked(operator)
    assert left(operator.cluster) == []


def left(cluster: LocalCluster) -> list[str]:
    """Return all objects of all kinds whose name is one of ours, whatever their labels."""
    kinds = cluster.kubectl("api-resources", "--verbs=list", "-o=name").split()
    listed = cluster.kubectl(
        "get", ",".join(kinds), "--all-namespaces", "-o=name", "--ignore-not-found", check=False
    )
    return [line for line in listed.splitlines() if "bondstone" in line]
