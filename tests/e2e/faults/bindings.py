# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bindings made by hand, and those that the webhook has logged."""

import json
from typing import Any

from tests.e2e.faults.world import FaultWorld


def bind(faults: FaultWorld, pod: str, node: str) -> str:
    """Bind a pod as a scheduler would, and return what the API server says."""
    document = {
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {"name": pod, "uid": faults.pod(pod)["metadata"]["uid"]},
        "target": {"kind": "Node", "name": node},
    }
    arguments = ("create", "--raw", f"{faults.pods}/{pod}/binding", "-f", "-")
    return faults.cluster.kubectl(*arguments, stdin=json.dumps(document), check=False).strip()


def bindings_of(faults: FaultWorld, pod: str) -> list[dict[str, Any]]:
    """Return what the webhook logged of a pod's Bindings, oldest first."""
    lines = faults.bondstone.processes["webhook"].log.read_text().splitlines()
    found = (json.loads(line) for line in lines if f'"{pod}"' in line)
    return [line for line in found if line.get("resource") == "pods/binding"]
