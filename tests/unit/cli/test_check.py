# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``: verdicts, exit codes and words, without a cluster."""

from pathlib import Path

import pytest

from tests.unit.cli.workshop import NAMESPACE, POD, Workshop, pod


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_what_mutate_mends_is_allowed(workshop: Workshop) -> None:
    assert workshop.judge(pod("good")) == (0, "allow", [])


def test_a_plain_image_is_denied_with_everything_else(workshop: Workshop) -> None:
    found = [("layer-not-encrypted", "Pod/pay/api"), ("node-name-set", "Pod/pay/api")]
    assert workshop.judge(pod("bad", ", nodeName: x")) == (1, "deny", found)


def test_a_broken_layout_is_unknown_and_denial_outweighs_it(workshop: Workshop) -> None:
    (workshop.folder / "good" / "index.json").unlink()
    found = ("image-unavailable", "Pod/pay/api")
    assert workshop.judge(pod("good")) == (2, "unknown", [found])
    other = POD.replace("IMAGE", "bad").replace("MORE", "").replace("name: api, n", "name: b, n")
    code, verdict, both = workshop.judge(pod("good") + other)
    assert (code, verdict) == (1, "deny")
    assert both == [found, ("layer-not-encrypted", "Pod/pay/b")]


def test_a_namespace_that_no_policy_selects_asks_nothing(workshop: Workshop) -> None:
    assert workshop.judge(pod("bad").replace("namespace: pay", "namespace: x"))[0] == 0
    assert workshop.judge(pod("bad").replace(", namespace: pay", ""), "-n", "pay")[0] == 1


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet", "ReplicaSet"])
def test_what_makes_pods_is_judged(workshop: Workshop, kind: str) -> None:
    spec = '{containers: [{name: a, image: "registry.example/shop/bad"}]}'
    text = (
        f"---\napiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: w, namespace: pay}}\n"
        f"spec: {{template: {{spec: {spec}}}}}\n"
    )
    found = [("layer-not-encrypted", f"{kind}/pay/w")]
    assert workshop.judge(NAMESPACE + text) == (1, "deny", found)


def test_lists_are_taken_apart_and_others_are_passed_over(workshop: Workshop) -> None:
    (namespace, one) = pod("bad").split("---\n")
    items = "".join("- " + each.replace("\n", "\n  ").rstrip() + "\n" for each in (namespace, one))
    assert workshop.judge(f"apiVersion: v1\nkind: List\nitems:\n{items}")[0] == 1
    result = workshop.check("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n")
    assert result.exit_code == 0
    assert "none of 1 objects is a Pod or makes pods" in result.output
