# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whose wrapped keys count is the policy's word, and so is which plain digest is exempt."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.layout import Recipe
from localcluster.world import World
from tests.e2e.conftest import GUARDED

Name = Callable[[], str]
Apply = Callable[[str], str]
pytestmark = pytest.mark.usefixtures("guarded")


def require(world: World, policies: Apply, policy: str, **images: list[str]) -> None:
    """Protect the namespace for policies, and wait until the webhook goes by it."""
    selector = {"matchLabels": {"kubernetes.io/metadata.name": GUARDED}}
    document = {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "TrustPolicy",
        "metadata": {"name": policy},
        "spec": {
            "match": {"namespaceSelector": selector},
            "images": {"encryption": "Required", **images},
            "nodes": {"trust": "NotRequired"},
        },
    }
    policies(json.dumps(document))
    probe = ("-n", GUARDED, "run", "probe", "--image=registry.example/x:1", "--dry-run=server")
    world.wait(lambda: policy in world.kubectl(*probe), what="the policy is in force")


@pytest.mark.parametrize("allowed", ["pkcs7", "provider.somebody"])
def test_keys_wrapped_for_another_provider_do_not_count(
    world: World, policies: Apply, encrypted: Pushed, name: Name, allowed: str
) -> None:
    policy = f"only-{allowed.replace('.', '-')}"
    require(world, policies, policy, keyProviders=[allowed])
    said = world.run_pod(name(), encrypted.reference, namespace=GUARDED)
    assert f'TrustPolicy "{policy}" refuses this pod' in said
    assert f"has its key wrapped for jwe, and the policy allows {allowed}" in said


def test_an_exempt_digest_passes_and_another_image_of_that_repository_does_not(
    world: World, policies: Apply, plain: Pushed, name: Name
) -> None:
    repository = plain.reference.rpartition(":")[0]
    other = world.images.plain("shop/story:not-exempt", Recipe(seed="not exempt"))
    exempt = [f"{repository}@{plain.digest}"]
    require(world, policies, "with-exemption", keyProviders=["jwe"], exempt=exempt)
    pinned = f"{plain.reference}@{plain.digest}"
    assert "created" in world.run_pod(name(), pinned, namespace=GUARDED)
    said = world.run_pod(name(), other.reference, namespace=GUARDED)
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
