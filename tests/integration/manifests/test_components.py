# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What single components are for."""

from typing import Any

import yaml

from localcluster.scheduler import MANIFESTS
from tests.integration.manifests.rendering import (
    kustomized,
    named,
    on_base,
    pod_templates,
    rendered,
)
from tests.integration.manifests.test_pods import ADMITS_AND_PLACES, spec_of


def test_high_availability_spreads_over_zones_too() -> None:
    documents = on_base("components/high-availability")
    for component in ADMITS_AND_PLACES:
        keys = {
            each["topologyKey"]: each["whenUnsatisfiable"]
            for each in spec_of(documents, component)["topologySpreadConstraints"]
        }
        assert keys == {
            "kubernetes.io/hostname": "DoNotSchedule",
            "topology.kubernetes.io/zone": "ScheduleAnyway",
        }
        assert named(documents, "Deployment", f"bondstone-{component}")["spec"]["replicas"] == 3


def test_openshift_chooses_who_a_pod_runs_as() -> None:
    for name, template in pod_templates(on_base("components/openshift")):
        security: dict[str, Any] = template["spec"]["securityContext"]
        assert security.keys() == {"runAsNonRoot", "seccompProfile"}, name
        assert template["metadata"]["annotations"]["openshift.io/required-scc"] == "restricted-v2"


def test_one_scheduler_of_our_name_runs_on_openshift() -> None:
    documents = rendered("components/openshift-secondary-scheduler")
    left = {(each["kind"], each["metadata"]["name"]) for each in documents}
    assert not [
        each
        for each in left
        if each[1].startswith("bondstone-scheduler") and each[0] != "ConfigMap"
    ]
    assert ("SecondaryScheduler", "cluster") in left
    policy = named(documents, "NetworkPolicy", "bondstone-extender")
    (caller,) = policy["spec"]["ingress"][0]["from"]
    assert caller["podSelector"] == {"matchLabels": {"app": "secondary-scheduler"}}


def test_the_overlay_of_the_document_is_one() -> None:
    text = (MANIFESTS.parent / "docs" / "manifests.md").read_text()
    overlay = yaml.safe_load(text.partition("```yaml\n")[2].partition("```")[0])
    documents = kustomized(overlay)
    images = {
        container["image"]
        for _, template in pod_templates(documents)
        for container in template["spec"]["containers"]
    }
    assert images == {
        "registry.example/bondstone:0.1.0",
        "registry.k8s.io/kube-scheduler:v1.36.3",
    }
    services = named(documents, "ConfigMap", "bondstone-verification-services")["data"]
    assert "type: Keylime" in services["verification-services.yaml"]
