# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The node that a pod was refused at its Binding, read from what its scheduler wrote down."""

import pytest

from trust.refused_binding import just_refused, refused_node
from trust.verdict import Finding, Outcome, Verdict

LATE = Finding(
    code="live-answer-late",
    outcome=Outcome.UNKNOWN,
    detail='node "m1": source "lab" did not say within 1s whether it vouches for the node',
)
UNTRUSTED = Finding(code="untrusted", outcome=Outcome.DENY, detail='node "m1": untrusted: PCR 7')


def said(finding: Finding) -> str:
    message = Verdict.of([finding]).message(policies=["payments"], subject="binding")
    return (
        'running Bind plugin "DefaultBinder": admission webhook '
        f'"protected.validate.bondstone.dev" denied the request: {message}'
    )


def pod(message: object, **changes: object) -> dict[str, object]:
    condition = {
        "type": "PodScheduled",
        "status": "False",
        "reason": "SchedulerError",
        "message": message,
        **changes,
    }
    return {"status": {"conditions": [{"type": "Ready"}, condition]}}


@pytest.mark.parametrize("finding", [LATE, UNTRUSTED], ids=["unknown", "denied"])
def test_the_node_of_the_refusal_is_found(finding: Finding) -> None:
    assert refused_node(pod(said(finding))) == "m1"


@pytest.mark.parametrize(
    "document",
    [
        {},
        {"status": []},
        {"status": {"conditions": {}}},
        {"status": {"conditions": [None, 1]}},
        pod(["not", "text"]),
        pod(said(LATE), status="True"),
        pod(said(LATE), reason="Unschedulable"),
        pod(said(LATE), type="Ready"),
        pod('0/4 nodes are available: node "m1": untrusted'),
        pod(said(LATE).replace("bondstone.dev", "example.com")),
        pod(said(LATE).replace("binding", "pod")),
        pod(said(LATE).replace('node "m1"', 'node "M1!"')),
        pod("x" * 4096 + said(LATE)),
    ],
)
def test_anything_else_names_no_node(document: dict[str, object]) -> None:
    assert refused_node(document) == ""


def test_it_is_no_denial() -> None:
    assert just_refused().outcome is Outcome.UNKNOWN
