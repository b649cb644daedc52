# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Manifests of the seven kinds that make pods, as users write them."""

from typing import Any

from trust.template import TEMPLATE_KINDS

KINDS = sorted(kind.name for kind in TEMPLATE_KINDS.values())
_GROUPS = {"Job": "batch/v1", "CronJob": "batch/v1", "ReplicationController": "v1"}


def manifest(kind: str, name: str, image: str, **spec: object) -> dict[str, Any]:
    """Return an object of one kind whose pods have one container; keywords go to their spec."""
    labels = {"app": name}
    template: dict[str, Any] = {
        "metadata": {"labels": labels},
        "spec": {"containers": [{"name": "main", "image": image}], **spec},
    }
    if kind.endswith("Job"):
        template["spec"]["restartPolicy"] = "Never"
    return {
        "apiVersion": _GROUPS.get(kind, "apps/v1"),
        "kind": kind,
        "metadata": {"name": name},
        "spec": _spec(kind, template, labels),
    }


def _spec(kind: str, template: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    if kind == "Job":
        return {"template": template}
    if kind == "CronJob":
        return {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": {"template": template}}}
    selector: dict[str, Any] = (
        labels if kind == "ReplicationController" else {"matchLabels": labels}
    )
    beside = {} if kind == "DaemonSet" else {"replicas": 1}
    if kind == "StatefulSet":
        beside["serviceName"] = "none"  # type: ignore[assignment]
    return {"selector": selector, "template": template, **beside}


def pod_spec(document: dict[str, Any]) -> dict[str, Any]:
    """Return the spec of the pods of an object."""
    (kind,) = [each for each in TEMPLATE_KINDS.values() if each.name == document["kind"]]
    for step in (*kind.path, "spec"):
        document = document[step]
    return document
