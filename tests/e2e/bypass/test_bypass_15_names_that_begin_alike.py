# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A plain image has a name that begins like one that is exempt."""

from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.layout import Recipe
from localcluster.world import World
from tests.e2e.bypass.conftest import Create
from tests.e2e.conftest import GUARDED

POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {{name: exempting}}
spec:
  match: {{namespaceSelector: {{matchLabels: {{kubernetes.io/metadata.name: guarded}}}}}}
  images: {{encryption: Required, keyProviders: [jwe], exempt: ["{exempt}"]}}
  nodes: {{trust: NotRequired}}
"""

GUARD = "Exemptions are parsed references with a digest; nothing is compared by its beginning."


@pytest.mark.usefixtures("guarded")
def test_an_exemption_is_for_one_repository_and_one_digest(
    world: World, policies: Callable[[str], str], plain: Pushed, create: Create
) -> None:
    policies(POLICY.format(exempt=f"{plain.reference.rpartition(':')[0]}@{plain.digest}"))
    twin = world.images.plain("shop/story-evil:1")
    other = world.images.plain("shop/story:other", Recipe(seed="other"))

    def run(image: str) -> str:
        return create(namespace=GUARDED, containers=[{"name": "main", "image": image}])

    world.wait(lambda: "not encrypted" in run(twin.reference), what="the policy is in force")
    assert "created" in run(plain.reference)
    assert "not encrypted" in run(other.reference)
    assert "not encrypted" in run(f"{twin.reference}@{twin.digest}")
