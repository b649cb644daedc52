# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The pull policy in the patch: for images that need a key, where it can still be set."""

from tests.unit.trust.builders import IMAGE, policy
from tests.unit.webhook.builders import PINNED, pod
from tests.unit.webhook.test_mutate import PINNED_FIRST, patch


def test_images_that_need_a_key_are_pulled_each_time() -> None:
    place = "containers/0/imagePullPolicy", "volumes/0/image/pullPolicy"
    document = pod(PINNED, volumes=[{"name": "v", "image": {"reference": PINNED}}])
    # An "add" takes the place of what is there (RFC 6902 §4.1).
    for policy_before, operation in (
        ("IfNotPresent", "replace"),
        ("Never", "replace"),
        ("", "add"),
    ):
        document["spec"]["containers"][0]["imagePullPolicy"] = policy_before
        pulled = [each for each in patch(document) if str(each["path"]).endswith("Policy")]
        assert pulled == [
            {"op": operation, "path": f"/spec/{place[0]}", "value": "Always"},
            {"op": "add", "path": f"/spec/{place[1]}", "value": "Always"},
        ]


def test_an_exempt_image_is_pulled_as_its_author_wants() -> None:
    exempt = policy(images={"encryption": "Required", "keyProviders": ["jwe"], "exempt": [PINNED]})
    for image in (IMAGE, PINNED):
        document = pod(image)
        document["spec"]["containers"][0]["imagePullPolicy"] = "IfNotPresent"
        paths = [each["path"] for each in patch(document, need=exempt)]
        assert "/spec/containers/0/imagePullPolicy" not in paths


def test_the_pull_policy_of_a_container_that_exists_is_left_alone() -> None:
    changed = pod()
    changed["spec"]["containers"][0]["imagePullPolicy"] = "IfNotPresent"
    assert patch(changed, operation="UPDATE", oldObject=pod("x:1")) == [PINNED_FIRST]
