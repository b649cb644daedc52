# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded reviews, sent over TLS to the webhook as the API server sends them."""

import pytest

from localcluster.world import OTHER
from tests.integration.apps.recordings import review
from tests.integration.apps.reviewing import REFUSED, UNKNOWN, ask, assert_refused, mutated
from tests.integration.apps.servers import Servers

TERM = {
    "matchExpressions": [
        {
            "key": "bondstone.node-restriction.kubernetes.io/trusted",
            "operator": "In",
            "values": ["true"],
        },
        {
            "key": "tags.bondstone.node-restriction.kubernetes.io/region",
            "operator": "In",
            "values": ["EU"],
        },
    ]
}


def test_a_new_pod_is_pinned_placed_and_then_admitted(servers: Servers) -> None:
    before = review("mutations/create", main=servers.encrypted.reference)
    final = mutated(servers, before)
    spec, expected = final["request"]["object"]["spec"], before["request"]["object"]["spec"]
    pinned = f"{servers.encrypted.reference}@{servers.encrypted.digest}"
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [TERM]}}
    expected["containers"][0] |= {"image": pinned, "imagePullPolicy": "Always"}
    expected |= {"schedulerName": "bondstone-scheduler", "affinity": {"nodeAffinity": required}}
    assert spec == expected
    again = ask(servers, "/mutate", final)
    assert again["allowed"] is True
    assert not {"patch", "patchType"} & again.keys()
    admitted = ask(servers, "/validate", final)
    assert admitted["allowed"] is True
    assert admitted["auditAnnotations"] == {"verdict": "allow", "policies": "payments"}


@pytest.mark.parametrize(
    "name",
    [
        "create-with-init-container",
        "create-with-image-volume",
        "create-with-affinity",
        "daemon-set-pod",
        "dry-run",
    ],
)
def test_pods_of_other_kinds_are_mutated_and_admitted(servers: Servers, name: str) -> None:
    final = mutated(servers, review(f"reviews/{name}", main=servers.encrypted.reference))
    assert ask(servers, "/validate", final)["allowed"] is True


def test_a_plain_image_is_refused(servers: Servers) -> None:
    final = mutated(servers, review("mutations/create", main=servers.plain.reference))
    assert_refused(
        ask(servers, "/validate", final),
        f'{REFUSED}image "{servers.plain.reference}@{servers.plain.digest}" (container "main"): '
        "layers 1, 2, 3 of 3 are not encrypted; encrypt every layer",
        "layer-not-encrypted",
        verdict="deny",
    )


def test_an_encrypted_image_in_a_pod_that_was_not_mutated_is_refused(servers: Servers) -> None:
    response = ask(servers, "/validate", review("reviews/create", main=servers.encrypted.reference))
    images = ("image-not-pinned", "image-not-pulled-anew")
    codes = ("scheduler-foreign", *images, "placement-not-intact")
    assert_refused(response, REFUSED, *codes, verdict="deny")


def test_a_registry_that_is_away_is_no_denial(servers: Servers) -> None:
    reference = servers.away.reference
    response = ask(
        servers, "/validate", mutated(servers, review("mutations/create", main=reference))
    )
    message = f'{UNKNOWN}image "{reference}" (container "main"): it could not be inspected: '
    assert_refused(response, message, "image-unavailable", verdict="unknown")
    final = mutated(servers, review("reviews/create", main=servers.encrypted.reference))
    pinned = f"{reference}@{servers.away.digest}"
    final["request"]["object"]["spec"]["containers"][0]["image"] = pinned
    response = ask(servers, "/validate", final)
    message = message.replace(reference, pinned)
    assert_refused(response, message, "image-unavailable", verdict="unknown")
    assert "refuses" not in response["status"]["message"]


def test_an_ephemeral_container_is_judged_alone(servers: Servers) -> None:
    name, good, bad = "ephemeral-container", servers.encrypted, servers.plain
    before = review(f"mutations/{name}", x2=bad.reference, x3=good.reference)
    final = mutated(servers, before)
    (debug,) = before["request"]["object"]["spec"]["ephemeralContainers"]
    debug |= {"image": f"{debug['image']}@{good.digest}", "imagePullPolicy": "Always"}
    assert final == before
    assert ask(servers, "/validate", final)["allowed"] is True
    bad_one = mutated(servers, review(f"reviews/{name}", x2=good.reference, x3=bad.reference))
    assert_refused(
        ask(servers, "/validate", bad_one),
        f'{REFUSED}image "{bad.reference}@{bad.digest}" (container "debug"): layers 1,',
        "layer-not-encrypted",
        verdict="deny",
    )


def test_an_update_is_judged_by_what_it_brings_in(servers: Servers) -> None:
    images = {"main": servers.encrypted.reference, "x2": servers.plain.reference}
    final = mutated(servers, review("reviews/update-image", **images))
    response = ask(servers, "/validate", final)
    codes = ("layer-not-encrypted",)  # and that the pull policy is another is no matter besides
    assert_refused(response, REFUSED, *codes, verdict="deny")
    label = review("reviews/update-label", **images)
    assert "patch" not in ask(servers, "/mutate", label)
    assert ask(servers, "/validate", label)["allowed"] is True


def test_a_pod_of_no_policy_is_neither_changed_nor_refused(servers: Servers) -> None:
    document = review("mutations/create", namespace=OTHER, main=servers.plain.reference)
    assert "patch" not in ask(servers, "/mutate", document)
    admitted = ask(servers, "/validate", document)
    assert (admitted["allowed"], admitted["auditAnnotations"]) == (True, {"verdict": "allow"})


def test_a_namespace_that_is_not_there_is_no_denial(servers: Servers) -> None:
    response = ask(servers, "/validate", review("reviews/create", namespace="nowhere"))
    message = 'Bondstone could not be evaluated, so the pod is not admitted: namespace "nowhere"'
    assert_refused(response, message, "namespace-unknown", verdict="unknown")
