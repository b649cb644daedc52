# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where pods go, and ways around that do not work."""

import json
from collections.abc import Callable
from typing import Any

from demo.rogue_webhook import rogue_webhook_running
from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World
from tests.e2e.conftest import REFUSED

Name = Callable[[], str]
TRUSTED = "bondstone.node-restriction.kubernetes.io/trusted"
REGION = "tags.bondstone.node-restriction.kubernetes.io/region"
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"


def create(world: World, name: str, image: Pushed, **spec: object) -> str:
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name},
        "spec": {"containers": [{"name": "main", "image": image.reference}], **spec},
    }
    return world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))


def terms_of(world: World, name: str) -> list[dict[str, Any]]:
    pod = json.loads(world.kubectl("-n", PROTECTED, "get", "pod", name, "-o=json"))
    affinity = pod["spec"]["affinity"]["nodeAffinity"][REQUIRED]
    terms: list[dict[str, Any]] = affinity["nodeSelectorTerms"]
    return terms


def requiring(*terms: dict[str, Any]) -> dict[str, Any]:
    return {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": list(terms)}}}


def test_a_pod_goes_to_the_trusted_node_with_its_tag(
    world: World, encrypted: Pushed, name: Name
) -> None:
    pod = name()
    world.run_pod(pod, encrypted.reference)
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_every_own_term_gets_the_requirements_and_keeps_its_own(
    world: World, encrypted: Pushed, name: Name
) -> None:
    pod = name()
    own = {"key": "kubernetes.io/hostname", "operator": "Exists"}
    field = {"key": "metadata.name", "operator": "In", "values": [EU]}
    terms = ({"matchExpressions": [own]}, {"matchFields": [field]})
    assert "created" in create(world, pod, encrypted, affinity=requiring(*terms))
    first, second = terms_of(world, pod)
    for term in (first, second):
        keys = [each["key"] for each in term["matchExpressions"]]
        assert {TRUSTED, REGION} <= set(keys)
        assert len(keys) == len(set(keys))
    assert own in first["matchExpressions"]
    assert second["matchFields"] == [field]
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_a_pod_that_contradicts_the_policy_is_told_so(
    world: World, encrypted: Pushed, name: Name
) -> None:
    said = create(world, name(), encrypted, nodeSelector={REGION: "US"})
    assert f"{REFUSED}its own node selector or affinity excludes {REGION} in (EU)" in said


def test_a_node_named_by_hand_is_refused(world: World, encrypted: Pushed, name: Name) -> None:
    assert f'spec.nodeName is "{EU}"' in create(world, name(), encrypted, nodeName=EU)


def test_another_scheduler_is_refused(world: World, encrypted: Pushed, name: Name) -> None:
    said = create(world, name(), encrypted, schedulerName="somebody-elses")
    assert 'spec.schedulerName is "somebody-elses"; set it to "bondstone-scheduler"' in said


def test_a_webhook_that_strips_the_affinity_is_caught(
    world: World, encrypted: Pushed, name: Name
) -> None:
    with rogue_webhook_running(world.cluster):
        said = world.run_pod(name(), encrypted.reference)
    assert "required node affinity does not contain" in said


def test_an_annotation_adds_and_never_removes(world: World, encrypted: Pushed, name: Name) -> None:
    def annotated(pod: str, tags: str) -> str:
        return world.kubectl(
            "-n", PROTECTED, "run", pod, f"--image={encrypted.reference}", "--restart=Never",
            f"--annotations=bondstone.dev/asset-tags={tags}",
        )  # fmt: skip

    waiting = name()
    assert "created" in annotated(waiting, "tier=1")
    events = world.wait(lambda: world.events_of(waiting), what="it waits with a reason")
    world.wait(
        lambda: "tier is absent, needed is 1" in world.events_of(waiting),
        what=f"the reason names the tag, not only: {events}",
    )
    assert "no value of asset tag" in annotated(name(), "region=US")
    assert "is not tag=value" in annotated(name(), "region")


def test_the_pod_of_a_deployment_is_placed_and_a_plain_one_refused_with_the_reason(
    world: World, encrypted: Pushed, plain: Pushed, name: Name
) -> None:
    good, bad = name(), name()
    create = ("-n", PROTECTED, "create", "deployment")
    world.kubectl(*create, good, f"--image={encrypted.reference}")
    said = world.kubectl(*create, bad, f"--image={plain.reference}")
    assert "refuses this Deployment" in said
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    node = ("-n", PROTECTED, "get", "pods", f"-l=app={good}", "-o=jsonpath={..nodeName}")
    assert world.wait(lambda: world.kubectl(*node), what="the pod is bound") == EU
    world.kubectl("-n", PROTECTED, "delete", "deployment", good)


def test_a_daemon_set_whose_template_has_the_affinity_runs(
    world: World, encrypted: Pushed, name: Name
) -> None:
    daemon = name()
    expressions = [
        {"key": TRUSTED, "operator": "In", "values": ["true"]},
        {"key": REGION, "operator": "In", "values": ["EU"]},
    ]
    template = {
        "metadata": {"labels": {"app": daemon}},
        "spec": {
            "schedulerName": "bondstone-scheduler",
            "containers": [{"name": "main", "image": encrypted.reference}],
            "affinity": requiring({"matchExpressions": expressions}),
        },
    }
    document = {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": daemon},
        "spec": {"selector": {"matchLabels": {"app": daemon}}, "template": template},
    }
    world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))
    node = ("-n", PROTECTED, "get", "pods", f"-l=app={daemon}", "-o=jsonpath={..nodeName}")
    assert world.wait(lambda: world.kubectl(*node), what="the pod is bound") == EU
    world.kubectl("-n", PROTECTED, "delete", "daemonset", daemon)
