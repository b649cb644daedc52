# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The rule about the UID of a Binding."""

from trust.rules.binding_names_pod import binding_is_of, binding_names_pod
from trust.verdict import Outcome


def test_a_binding_has_to_say_which_pod_it_means() -> None:
    assert binding_names_pod("u-1") is None
    found = binding_names_pod("")
    assert found is not None
    assert (found.code, found.outcome) == ("binding-without-uid", Outcome.DENY)


def test_another_pod_of_the_name_is_not_meant() -> None:
    assert binding_is_of("u-1", "u-1") is None
    assert binding_is_of("", "u-1") is None
    found = binding_is_of("u-0", "u-1")
    assert found is not None
    assert (found.code, found.outcome) == ("binding-of-another-pod", Outcome.UNKNOWN)
