# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What must hold of every pod that we ship, whoever adds one."""

from datetime import timedelta

import pytest

from serving.settings import ServerSettings
from tests.integration.manifests.rendering import (
    Document,
    named,
    of,
    pod_templates,
    rendered,
)

ADMITS_AND_PLACES = ("webhook", "extender", "scheduler")
_DRAIN = ServerSettings.__dataclass_fields__["drain"].default


@pytest.fixture(scope="module")
def base() -> tuple[Document, ...]:
    return rendered("base")


def spec_of(documents: tuple[Document, ...], component: str) -> Document:
    deployment = named(documents, "Deployment", f"bondstone-{component}")
    spec: Document = deployment["spec"]["template"]["spec"]
    return spec


def test_every_container_has_no_more_than_it_needs(documents: tuple[Document, ...]) -> None:
    for name, template in pod_templates(documents):
        spec = template["spec"]
        for container in (*spec["containers"], *spec.get("initContainers", ())):
            security = container["securityContext"]
            assert security["allowPrivilegeEscalation"] is False, name
            assert security["readOnlyRootFilesystem"] is True, name
            assert security["capabilities"] == {"drop": ["ALL"]}, name
            assert security.get("privileged", False) is False, name
            resources = container["resources"]
            assert resources["requests"].keys() >= {"cpu", "memory"}, name
            assert "memory" in resources["limits"], name
            assert "cpu" not in resources["limits"], f"{name} would be throttled"
            assert container.get("imagePullPolicy") == "IfNotPresent", name


def test_every_pod_is_nobody_on_its_node(documents: tuple[Document, ...]) -> None:
    for name, template in pod_templates(documents):
        spec = template["spec"]
        security = spec["securityContext"]
        assert security["runAsNonRoot"] is True, name
        assert security["seccompProfile"] == {"type": "RuntimeDefault"}, name
        assert security.get("runAsUser", 1) > 0, name
        assert not {"hostNetwork", "hostPID", "hostIPC"} & spec.keys(), name
        assert not any("hostPath" in volume for volume in spec.get("volumes", ())), name
        assert spec["serviceAccountName"].startswith("bondstone-"), name


def test_no_pod_takes_variables_of_services_for_its_options(
    documents: tuple[Document, ...],
) -> None:
    # BONDSTONE_WEBHOOK_PORT=tcp://…, which kubelets would set, is the variable of --port.
    for name, template in pod_templates(documents):
        assert template["spec"]["enableServiceLinks"] is False, name


def test_every_server_says_how_it_is(documents: tuple[Document, ...]) -> None:
    for deployment in of(documents, "Deployment"):
        for container in deployment["spec"]["template"]["spec"]["containers"]:
            for probe in ("startupProbe", "livenessProbe", "readinessProbe"):
                assert "httpGet" in container[probe], deployment["metadata"]["name"]
            alive, ready = container["livenessProbe"], container["readinessProbe"]
            assert alive["httpGet"]["path"] != ready["httpGet"]["path"]


def test_keys_are_readable_by_their_own_pod_alone(documents: tuple[Document, ...]) -> None:
    for name, template in pod_templates(documents):
        for volume in template["spec"].get("volumes", ()):
            if "secret" in volume:
                assert volume["secret"]["defaultMode"] == 0o440, name


@pytest.mark.parametrize("component", [*ADMITS_AND_PLACES, "hub"])
def test_every_component_outlives_a_node(base: tuple[Document, ...], component: str) -> None:
    name = f"bondstone-{component}"
    deployment = named(base, "Deployment", name)
    spec = spec_of(base, component)
    assert deployment["spec"]["replicas"] >= 2
    assert deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"] == 0
    critical = "bondstone" if component == "hub" else "system-cluster-critical"
    assert spec["priorityClassName"] == critical
    (spread,) = spec["topologySpreadConstraints"]
    assert spread["topologyKey"] == "kubernetes.io/hostname"
    assert spread["whenUnsatisfiable"] == "DoNotSchedule"
    assert spread["nodeTaintsPolicy"] == "Honor"
    selector = {"matchLabels": {"app.kubernetes.io/name": name}}
    assert spread["labelSelector"] == selector == deployment["spec"]["selector"]
    budget = named(base, "PodDisruptionBudget", name)["spec"]
    assert (budget["selector"], budget["maxUnavailable"]) == (selector, 1)


@pytest.mark.parametrize("component", ["webhook", "extender"])
def test_requests_under_way_are_answered_before_a_pod_is_killed(
    base: tuple[Document, ...], component: str
) -> None:
    spec = spec_of(base, component)
    (container,) = spec["containers"]
    before = container["lifecycle"]["preStop"]["sleep"]["seconds"]
    assert isinstance(_DRAIN, timedelta)
    assert spec["terminationGracePeriodSeconds"] > before + _DRAIN.total_seconds() + 5


@pytest.mark.parametrize("component", ["webhook", "extender"])
def test_the_heartbeat_of_a_worker_waits_for_no_disk(
    base: tuple[Document, ...], component: str
) -> None:
    spec = spec_of(base, component)
    mounts = {each["mountPath"]: each["name"] for each in spec["containers"][0]["volumeMounts"]}
    volumes = {each["name"]: each for each in spec["volumes"]}
    # Where serving/server.py puts it.
    assert volumes[mounts["/dev/shm"]]["emptyDir"]["medium"] == "Memory"  # noqa: S108
