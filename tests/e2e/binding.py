# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods bound by hand, as a scheduler would."""

import json

from tests.e2e.conftest import GUARDED, Kubectl

BOTH = ["pods/{pod}/binding", "bindings"]
"""The old resource is served still."""


def bind(kubectl: Kubectl, pod: str, node: str, path: str = BOTH[0], **metadata: object) -> str:
    """Bind a pod, and return what the API server says: nothing when it is done."""
    said = kubectl("-n", GUARDED, "get", "pod", pod, "-o=jsonpath={.metadata.uid}")
    document = {
        "apiVersion": "v1",
        "kind": "Binding",
        "metadata": {"name": pod, "uid": said, **metadata},
        "target": {"kind": "Node", "name": node},
    }
    url = f"/api/v1/namespaces/{GUARDED}/{path.format(pod=pod)}"
    return kubectl("create", "--raw", url, "-f", "-", stdin=json.dumps(document))
