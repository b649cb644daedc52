# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about Bindings of gated pods."""

from trust.rules.binding_waits_for_gates import binding_waits_for_gates
from trust.verdict import Outcome


def test_gates_come_off_first() -> None:
    assert binding_waits_for_gates(gated=False) is None
    found = binding_waits_for_gates(gated=True)
    assert found is not None
    assert (found.code, found.outcome) == ("binding-of-gated-pod", Outcome.DENY)
