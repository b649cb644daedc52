# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bindings: read, merged into their pods, and judged whatever their node."""

from dataclasses import replace

import pytest

from tests.unit.trust.builders import policy
from trust.asked import need_of_policy
from trust.binding import Binding, binding_findings, bound, read_binding
from trust.errors import PodError
from trust.need import Need
from trust.pod import Pod
from trust.verdict import Finding, Outcome

POD = Pod(namespace="n", name="p", uid="u-1", labels={"keep": "1", "over": "old"})
NEED = need_of_policy(policy())


def document(target: object, **metadata: object) -> dict[str, object]:
    return {"metadata": {"name": "p", **metadata}, "target": target}


@pytest.mark.parametrize("kind", [{"kind": "Node"}, {"kind": ""}, {}])
def test_a_binding_is_read(kind: dict[str, str]) -> None:
    read = read_binding(
        document({**kind, "name": "m1"}, uid="u-1", labels={"a": "b"}, annotations={"c": "d"}),
        namespace="n",
    )
    assert read == Binding(
        pod="p", pod_uid="u-1", node="m1", labels={"a": "b"}, annotations={"c": "d"}
    )


@pytest.mark.parametrize(
    "target", [None, "m1", {}, {"name": 1}, {"kind": "Pod", "name": "m1"}, {"kind": 1, "name": "a"}]
)
def test_a_binding_of_another_shape_is_an_error(target: object) -> None:
    with pytest.raises(PodError):
        read_binding(document(target), namespace="n")


def test_labels_and_annotations_of_the_binding_win() -> None:
    final = bound(
        POD,
        Binding(
            pod="p",
            pod_uid="",
            node="m1",
            labels={"over": "new", "more": "1"},
            annotations={"a": "b"},
        ),
    )
    assert final.labels == {"keep": "1", "over": "new", "more": "1"}
    assert (final.annotations, final.node_name) == ({"a": "b"}, "m1")


def found(
    uid: str = "u-1",
    *,
    before: Need = NEED,
    after: Need = NEED,
    watched: bool = True,
    pod: Pod = POD,
) -> list[Finding]:
    binding = Binding(pod="p", pod_uid=uid, node="m1")
    findings = binding_findings(binding, pod, before=before, after=after, watched=watched)
    return [finding for finding in findings if finding is not None]


def test_a_binding_that_names_its_pod_and_changes_nothing_is_fine() -> None:
    assert found() == []
    assert found("", before=Need(), after=Need(), watched=False) == []


def test_without_a_uid_nobody_knows_which_pod_it_will_be() -> None:
    (finding,) = found("")
    assert (finding.code, finding.outcome) == ("binding-without-uid", Outcome.DENY)


@pytest.mark.parametrize("watched", [True, False])
def test_another_pod_of_the_same_name_is_not_the_one_that_was_meant(watched: bool) -> None:
    (finding,) = found("u-0", watched=watched)
    assert (finding.code, finding.outcome) == ("binding-of-another-pod", Outcome.UNKNOWN)


@pytest.mark.parametrize("watched", [True, False])
def test_a_pod_with_gates_is_not_bound(watched: bool) -> None:
    (finding,) = found(watched=watched, pod=replace(POD, gated=True))
    assert (finding.code, finding.outcome) == ("binding-of-gated-pod", Outcome.DENY)


@pytest.mark.parametrize(("before", "after"), [(NEED, Need()), (Need(), NEED)])
def test_what_a_pod_needs_stays(before: Need, after: Need) -> None:
    (finding,) = found(before=before, after=after)
    assert (finding.code, finding.outcome) == ("binding-changes-need", Outcome.DENY)
    assert 'what TrustPolicy "payments" asks of the pod' in finding.detail
    tags = Need(trust_required=True)
    (finding,) = found(before=tags, after=Need())
    assert "what its annotation asks of the pod" in finding.detail
