# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One policy goes from Audit over Warn to Enforce: what is recorded, said and refused."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localcluster.api_server import AUDIT_LOG
from localcluster.images import Pushed
from localcluster.world import World

Name = Callable[[], str]
Apply = Callable[[str], str]
STEPS = "steps"
POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: steps}}
spec:
  mode: {mode}
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: steps}}}}}}
  images: {{encryption: Required, keyProviders: [jwe]}}
  nodes: {{trust: Required}}
"""


@pytest.fixture(scope="module")
def steps(world: World) -> Iterator[str]:
    """Return a namespace that no policy has selected before: nothing labelled it yet."""
    world.kubectl("create", "namespace", STEPS)
    account = ("get", "serviceaccount", "default", "-o=name", "-n", STEPS)
    world.wait(
        lambda: world.kubectl(*account).startswith("serviceaccount/"),
        what="the namespace has its ServiceAccount",
    )
    yield STEPS
    path = f"/api/v1/namespaces/{STEPS}/pods"
    world.cluster.api.call("DELETE", path, {"gracePeriodSeconds": 0})
    world.kubectl("delete", "namespace", STEPS, "--wait=false")


def audited(world: World, pod: str, verb: str = "create") -> dict[str, str]:
    """Return what the API server's audit log says that our webhook said of a pod."""
    for line in (world.cluster.folder / AUDIT_LOG).read_text().splitlines():
        event: dict[str, Any] = json.loads(line)
        about = event.get("objectRef", {})
        if (about.get("name"), event["verb"]) == (pod, verb):
            notes: dict[str, str] = event.get("annotations", {})
            return {key: value for key, value in notes.items() if "validate.bondstone" in key}
    return {}


def count(world: World, mode: str, code: str) -> float:
    text = world.bondstone.metrics("webhook")
    name = "bondstone_would_be_denials_total"
    start = f'{name}{{code="{code}",mode="{mode}",policy="{STEPS}"}} '
    return sum(float(line.removeprefix(start)) for line in text.splitlines() if start in line)


def create(world: World, pod: str, image: str, **spec: object) -> str:
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": pod},
        "spec": {"containers": [{"name": "main", "image": image}], **spec},
    }
    return world.kubectl("-n", STEPS, "create", "-f", "-", stdin=json.dumps(document))


def applied(world: World, policies: Apply, mode: str, image: str, name: Name) -> None:
    """Apply the policy and wait until the webhook has it in this mode."""
    policies(POLICY.format(mode=mode))

    def in_force() -> bool:
        before = count(world, mode, "layer-not-encrypted")
        create(world, name(), image)
        return count(world, mode, "layer-not-encrypted") > before

    world.wait(in_force, what=f"the policy is in force in mode {mode}")


@pytest.mark.usefixtures("steps")
def test_a_policy_goes_from_audit_to_enforce(
    world: World, policies: Apply, plain: Pushed, name: Name
) -> None:
    pods = {mode: name() for mode in ("Audit", "Warn", "Enforce")}
    applied(world, policies, "Audit", plain.reference, name)
    said = create(world, pods["Audit"], plain.reference, schedulerName="another")
    assert said == f"pod/{pods['Audit']} created"
    found = world.wait(lambda: audited(world, pods["Audit"]), what="the audit log has it")
    prefix = "others.validate.bondstone.dev"  # no enforced policy: the namespace is not protected
    assert found[f"{prefix}/verdict"] == "allow"
    assert found[f"{prefix}/policies"] == STEPS
    assert found[f"{prefix}/audit"] == "deny,layer-not-encrypted,scheduler-foreign"

    applied(world, policies, "Warn", plain.reference, name)
    said = create(world, pods["Warn"], plain.reference, schedulerName="another")
    warnings = [line for line in said.splitlines() if line.startswith("Warning: ")]
    assert len(warnings) == 2
    assert "layers 1, 2, 3 of 3 are not encrypted" in warnings[0]
    assert 'spec.schedulerName is "another"' in warnings[1]
    assert said.splitlines()[-1] == f"pod/{pods['Warn']} created"
    found = world.wait(lambda: audited(world, pods["Warn"]), what="the audit log has it")
    assert found[f"{prefix}/warn"] == "deny,layer-not-encrypted,scheduler-foreign"

    applied(world, policies, "Enforce", plain.reference, name)
    before = count(world, "Enforce", "layer-not-encrypted")
    said = create(world, pods["Enforce"], plain.reference)
    assert f'TrustPolicy "{STEPS}" refuses this pod' in said
    assert count(world, "Enforce", "layer-not-encrypted") == before + 1


@pytest.mark.usefixtures("steps")
@pytest.mark.parametrize("mode", ["Warn", "Audit"])
def test_updates_and_ephemeral_containers_are_told_too(
    world: World, policies: Apply, plain: Pushed, encrypted: Pushed, name: Name, mode: str
) -> None:
    applied(world, policies, mode, plain.reference, name)
    pod = name()
    assert create(world, pod, encrypted.reference) == f"pod/{pod} created"
    before = count(world, mode, "layer-not-encrypted")
    said = world.kubectl("-n", STEPS, "label", "pod", pod, "a=b")
    assert "Warning" not in said
    assert count(world, mode, "layer-not-encrypted") == before
    debug = ("-n", STEPS, "debug", pod, "-c", "debug", "--attach=false", "--profile=general")
    said = world.kubectl(*debug, f"--image={plain.reference}")
    assert ("Warning" in said) is (mode == "Warn")
    assert count(world, mode, "layer-not-encrypted") == before + 1
    said = world.kubectl("-n", STEPS, "set", "image", f"pod/{pod}", f"main={plain.reference}")
    assert ("are not encrypted" in said) is (mode == "Warn")
    assert count(world, mode, "layer-not-encrypted") == before + 2
    log = world.bondstone.processes["webhook"].log.read_text().splitlines()
    lines = [line for line in log if f'"pod": "{pod}"' in line and '"operation": "UPDATE"' in line]
    assert any(f'"{mode.lower()}": ["layer-not-encrypted"' in line for line in lines)
