# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Scheduling gates: there, absent, empty, or of another shape."""

import pytest

from trust.errors import PodError
from trust.gates import is_gated
from trust.pod import read_pod


@pytest.mark.parametrize("spec", [{}, {"schedulingGates": None}, {"schedulingGates": []}])
def test_a_pod_without_gates(spec: dict[str, object]) -> None:
    assert not is_gated({"spec": spec})
    assert not is_gated({})


def test_a_pod_with_a_gate() -> None:
    document = {"metadata": {"name": "p"}, "spec": {"schedulingGates": [{"name": "x/y"}]}}
    assert is_gated(document)
    assert read_pod(document, namespace="n").gated


@pytest.mark.parametrize("document", [{"spec": []}, {"spec": {"schedulingGates": "x"}}])
def test_another_shape_is_an_error(document: dict[str, object]) -> None:
    with pytest.raises(PodError):
        is_gated(document)
