# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The webhook cannot look a namespace up, so that no policy seems to select its pods."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import OTHER, PROTECTED, World

GUARD = "A namespace that cannot be looked up is unknown: nothing is admitted, protected or not."

ROLE = ("clusterrole", "bondstone-webhook")


@pytest.fixture
def _blind(world: World, revived: Callable[[str], None]) -> Iterator[None]:
    """Take the right to namespaces away, and start the webhook anew: it knows none."""
    rules = json.loads(world.kubectl("get", *ROLE, "-o=jsonpath={.rules}"))
    left = [rule for rule in rules if rule["resources"] != ["namespaces"]]
    assert len(left) == len(rules) - 1
    give(world, left)
    revived("webhook")
    world.bondstone.launch("webhook")
    world.wait(
        lambda: world.bondstone.readiness("webhook").startswith("namespaces:"),
        what="the webhook knows its policies and no namespace",
    )
    yield
    give(world, rules)
    world.bondstone.wait_ready("webhook")


def give(world: World, rules: list[object]) -> None:
    patch = json.dumps([{"op": "replace", "path": "/rules", "value": rules}])
    world.kubectl("patch", *ROLE, "--type=json", "-p", patch)
    account = "--as=system:serviceaccount:bondstone-system:bondstone-webhook"
    wanted = "yes" if "namespaces" in patch else "no"
    world.wait(
        lambda: world.kubectl("auth", "can-i", "get", "namespaces", account).endswith(wanted),
        what="the API server has heard of the rights",
    )


@pytest.mark.usefixtures("_blind")
def test_no_pod_is_admitted_where_nobody_knows_which_policies_select_it(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str]
) -> None:
    for namespace in (PROTECTED, OTHER):
        for image in (encrypted.reference, plain.reference):
            said = world.run_pod(name(), image, namespace=namespace)
            assert f'namespace "{namespace}" could not be looked up' in said
            assert "could not be evaluated, so the pod is not admitted" in said
