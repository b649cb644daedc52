# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The label that puts a namespace behind the webhooks."""

from dataclasses import replace

import pytest

from hub.namespace_writer import is_protected, label_namespace
from tests.simulators.cluster import SimulatedWriter
from tests.unit.hub.builders import PAYMENTS
from tests.unit.trust.builders import policy
from trust.errors import PolicyError
from trust.names import PROTECTED_LABEL
from trust.namespace import NEVER_PROTECTED, Namespace
from trust.unreadable_policy import strictest


@pytest.mark.parametrize(
    ("namespace", "modes", "protected"),
    [
        (PAYMENTS, ["Enforce"], True),
        (PAYMENTS, ["Warn", "Audit", "Enforce"], True),
        (PAYMENTS, ["Warn"], False),
        (PAYMENTS, ["Audit"], False),
        (PAYMENTS, [], False),
        (Namespace(name="other"), ["Enforce"], False),
        *[
            (Namespace(name=name, labels=PAYMENTS.labels), ["Enforce"], False)
            for name in sorted(NEVER_PROTECTED)
        ],
    ],
)
def test_a_namespace_that_an_enforced_policy_selects_is_protected(
    namespace: Namespace, modes: list[str], protected: bool
) -> None:
    policies = [policy(mode=mode) for mode in modes]
    assert is_protected(namespace, policies) is protected
    writer = SimulatedWriter()
    assert label_namespace(writer, namespace, policies) is protected
    assert len(writer.applied) == protected


def test_a_policy_whose_namespaces_cannot_be_read_labels_none() -> None:
    broken = strictest({"spec": {"match": {"namespaceSelector": 1}}}, PolicyError("spec", "bad"))
    assert broken.match.matches(namespace=PAYMENTS.labels, pod={})
    writer = SimulatedWriter()
    assert not label_namespace(writer, PAYMENTS, [broken])
    assert writer == SimulatedWriter()
    assert label_namespace(writer, PAYMENTS, [broken, policy()])


def test_the_system_can_always_start() -> None:
    assert {"kube-system", "kube-node-lease", "bondstone-system"} <= NEVER_PROTECTED


@pytest.mark.parametrize("value", [None, "", "false"])
def test_only_the_label_is_applied_and_a_wrong_value_is_put_right(value: str | None) -> None:
    labels = {**PAYMENTS.labels, **({} if value is None else {PROTECTED_LABEL: value})}
    writer = SimulatedWriter()
    label_namespace(writer, replace(PAYMENTS, labels=labels), [policy()])
    document = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": "payments", "labels": {"bondstone.dev/protected": "true"}},
    }
    assert writer.applied == [("/api/v1/namespaces/payments", document)]
    assert writer.patched == []


def test_a_label_that_is_there_is_not_written_again_nor_taken_off() -> None:
    labelled = replace(PAYMENTS, labels={**PAYMENTS.labels, PROTECTED_LABEL: "true"})
    writer = SimulatedWriter()
    assert not label_namespace(writer, labelled, [policy()])
    assert not label_namespace(writer, labelled, [])
    assert writer == SimulatedWriter()
