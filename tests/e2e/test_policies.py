# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TrustPolicies: modes, unions, and documents that are wrong."""

from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.conftest import GUARDED

pytestmark = pytest.mark.usefixtures("guarded")
Name = Callable[[], str]
Apply = Callable[[str], str]
NAME = "kubernetes.io/metadata.name"


def policy(name: str, namespace: str = GUARDED, **parts: str) -> str:
    spec = {
        "mode": "Enforce",
        "images": "{encryption: Required, keyProviders: [jwe]}",
        "nodes": "{trust: NotRequired}",
        "match": f"{{namespaceSelector: {{matchLabels: {{{NAME}: {namespace}}}}}}}",
        **parts,
    }
    lines = "\n".join(f"  {key}: {value}" for key, value in spec.items())
    return (
        "apiVersion: bondstone.dev/v1alpha1\nkind: TrustPolicy\n"
        f"metadata: {{name: {name}}}\nspec:\n{lines}\n"
    )


def test_warn_admits_with_a_warning_and_audit_without(
    world: World, policies: Apply, plain: Pushed, name: Name
) -> None:
    policies(policy("warning", mode="Warn"))
    policies(policy("auditing", mode="Audit"))
    said = world.wait(
        lambda: (
            text
            if "Warning" in (text := world.run_pod(name(), plain.reference, namespace=GUARDED))
            else ""
        ),
        what="the policy is in force",
    )
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    assert "created" in said


def test_of_two_policies_the_strictest_wins(
    world: World, policies: Apply, encrypted: Pushed, name: Name
) -> None:
    other = policy("stricter", PROTECTED, images="{encryption: Required, keyProviders: [pkcs7]}")
    policies(other)
    said = world.wait(
        lambda: text if "stricter" in (text := world.run_pod(name(), encrypted.reference)) else "",
        what="the second policy is in force",
    )
    assert 'TrustPolicy "payments" and TrustPolicy "stricter" refuse this pod' in said
    assert "no key provider is allowed by every policy that applies" in said


def test_a_policy_that_only_the_schema_accepts_admits_nothing(
    world: World, policies: Apply, encrypted: Pushed, name: Name
) -> None:
    exempt = f"{{encryption: Required, keyProviders: [jwe], exempt: ['[1:2]/b@sha256:{'0' * 64}']}}"
    policies(policy("unreadable", images=exempt))
    said = world.wait(
        lambda: (
            text
            if "admitted" in (text := world.run_pod(name(), encrypted.reference, namespace=GUARDED))
            else ""
        ),
        what="the policy is in force",
    )
    assert 'TrustPolicy "unreadable" could not be evaluated' in said
    assert "spec.images.exempt[0]" in said


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"mode": "Never"}, 'Unsupported value: "Never"'),
        ({"images": "{encryption: Required, keyProviders: [bondstone]}"}, "keyProviders[0]"),
        ({"nodes": "{}"}, "spec.nodes.trust: Required value"),
        ({"nodes": "{trust: Required, assetTags: {region: []}}"}, "assetTags"),
        ({"nodes": "{trust: Required, maxReportAge: soon}"}, "maxReportAge"),
        ({"extra": "1"}, 'unknown field "spec.extra"'),
    ],
)
def test_the_schema_refuses_what_it_can(
    world: World, policies: Apply, change: dict[str, str], text: str
) -> None:
    assert text in policies(policy("wrong", **change))


def test_a_policy_is_listed_with_what_it_asks(world: World) -> None:
    said = world.kubectl("get", "tp")
    heads, values = (line.split() for line in said.splitlines() if not line.startswith("guarded"))
    columns = ["NAME", "MODE", "ENCRYPTION", "TRUST", "READY", "PODS", "VIOLATIONS", "AGE"]
    assert heads == columns
    assert values[:5] == [PROTECTED, "Enforce", "Required", "Required", "True"]
