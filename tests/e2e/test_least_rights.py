# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each component runs with exactly its role, and cannot do what it must not."""

import pytest

from localcluster.world import World

FORBIDDEN = {
    "bondstone-webhook": [
        "get secrets",
        "list pods",
        "patch nodes",
        "create pods",
        "create pods/binding",
        "patch namespaces",
        "delete trustpolicies",
    ],
    "bondstone-extender": [
        "get secrets",
        "patch nodes",
        "create pods/binding",
        "patch namespaces",
        "patch nodeidentities.bondstone.dev/status",
    ],
    "bondstone-hub": [
        "get secrets",
        "delete nodes",
        "delete pods",
        "update trustpolicies",
        "patch trustpolicies",
        "update trustpolicies/status",
        "create nodeidentities.bondstone.dev",
        "patch nodeidentities.bondstone.dev",
        "patch validatingwebhookconfigurations",
    ],
}
NEEDED = {
    "bondstone-webhook": [
        "watch trustpolicies.bondstone.dev",
        "get namespaces",
        "get pods",
        "watch nodes",
        "watch nodeidentities.bondstone.dev",
    ],
    "bondstone-extender": [
        "watch nodes",
        "watch trustpolicies.bondstone.dev",
        "watch nodeidentities.bondstone.dev",
    ],
    "bondstone-hub": [
        "patch nodes",
        "patch nodes/status",
        "create events",
        "watch validatingwebhookconfigurations",
        "watch validatingadmissionpolicies",
        "patch trustpolicies.bondstone.dev/status",
        "patch nodeidentities.bondstone.dev/status",
    ],
}


def may(world: World, account: str, what: str) -> str:
    verb, _, whole = what.partition(" ")
    resource, _, subresource = whole.partition("/")
    user = f"--as=system:serviceaccount:bondstone-system:{account}"
    part = f"--subresource={subresource}"
    said = world.kubectl("auth", "can-i", verb, resource, part, user, "--all-namespaces")
    return said.splitlines()[-1]


@pytest.mark.parametrize("account", sorted(FORBIDDEN))
def test_a_component_cannot_do_what_it_must_not(world: World, account: str) -> None:
    assert {what: may(world, account, what) for what in FORBIDDEN[account]} == dict.fromkeys(
        FORBIDDEN[account], "no"
    )


@pytest.mark.parametrize("account", sorted(NEEDED))
def test_a_component_can_do_what_it_needs(world: World, account: str) -> None:
    assert {what: may(world, account, what) for what in NEEDED[account]} == dict.fromkeys(
        NEEDED[account], "yes"
    )
