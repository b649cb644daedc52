# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server and the scheduler show their client certificates, and fail closed."""

import json
from base64 import b64encode

from certs.trial import EXTENDER_CLIENT, WEBHOOK_CLIENT
from localcluster.cluster import LocalCluster
from tests.integration.localcluster.polling import eventually
from tests.integration.localcluster.recorder import Document, recording

OURS = '{"spec": {"schedulerName": "bondstone-scheduler"}}'


def allow(review: Document) -> object:
    answer = {"uid": review["request"]["uid"], "allowed": True}
    return {"apiVersion": review["apiVersion"], "kind": review["kind"], "response": answer}


def take_all(call: Document) -> object:
    return {"NodeNames": call["NodeNames"], "FailedNodes": {}, "Error": ""}


def webhook_of_configmaps(cluster: LocalCluster) -> str:
    rule = {
        "apiGroups": [""],
        "apiVersions": ["v1"],
        "operations": ["CREATE"],
        "resources": ["configmaps"],
    }
    webhook = {
        "name": "recorder.example.test",
        "admissionReviewVersions": ["v1"],
        "sideEffects": "None",
        "rules": [rule],
        "namespaceSelector": {"matchLabels": {"test": "recorded"}},
        "clientConfig": {
            "url": f"https://127.0.0.1:{cluster.ports.webhook}/validate",
            "caBundle": b64encode(cluster.pki.ca.read_bytes()).decode(),
        },
    }
    return json.dumps(
        {
            "apiVersion": "admissionregistration.k8s.io/v1",
            "kind": "ValidatingWebhookConfiguration",
            "metadata": {"name": "recorder"},
            "webhooks": [webhook],
        }
    )


def test_the_api_server_authenticates_to_a_webhook(cluster: LocalCluster) -> None:
    cluster.kubectl("create", "namespace", "recorded")
    cluster.kubectl("label", "namespace", "recorded", "test=recorded")
    cluster.kubectl("apply", "-f", "-", stdin=webhook_of_configmaps(cluster))
    create = ("create", "configmap", "--namespace=recorded", "--from-literal=a=b")
    down = ("recorder.example.test", "connection refused")

    def refused() -> bool:
        said = cluster.kubectl(*create, "probe", "--dry-run=server", check=False)
        return all(words in said for words in down)

    assert eventually(refused)  # the configuration is in force: nobody listens, so it fails closed
    port = cluster.ports.webhook
    with recording(cluster.pki, "webhook", port=port, answer=allow) as recorded:
        cluster.kubectl(*create, "admitted")
    cluster.kubectl("delete", "validatingwebhookconfiguration", "recorder")
    assert recorded.callers == [WEBHOOK_CLIENT]
    assert recorded.requests[0]["request"]["name"] == "admitted"


def test_a_pod_of_our_scheduler_waits_while_the_extender_is_down(cluster: LocalCluster) -> None:
    cluster.nodes.add("waited-for")
    cluster.kubectl("run", "waiting", "--image=example.test/app", f"--overrides={OURS}")
    events = ("get", "events", "--field-selector=involvedObject.name=waiting")
    assert eventually(lambda: "connection refused" in cluster.kubectl(*events))
    assert cluster.kubectl("get", "pod", "waiting", "-o", "jsonpath={.spec.nodeName}") == ""
    cluster.kubectl("delete", "pod", "waiting", "--force")


def test_the_scheduler_authenticates_to_the_extender(cluster: LocalCluster) -> None:
    cluster.nodes.add("filtered")
    place = ("get", "pod", "filtered", "-o", "jsonpath={.spec.nodeName}")
    port = cluster.ports.extender
    with recording(cluster.pki, "extender", port=port, answer=take_all) as recorded:
        cluster.kubectl("run", "filtered", "--image=example.test/app", f"--overrides={OURS}")
        assert eventually(lambda: cluster.kubectl(*place) != "")
    assert set(recorded.callers) == {EXTENDER_CLIENT}
    calls = [c for c in recorded.requests if c["Pod"]["metadata"]["name"] == "filtered"]
    assert "filtered" in calls[0]["NodeNames"]
    assert not calls[0].get("Nodes")
