# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each step is told in words of its own."""

import re

from issuer.telling import told
from trust.rotation_steps import (
    Adopt,
    Issue,
    MakeSuccessor,
    Phase,
    Promote,
    Rest,
    Retire,
    StartAnew,
    WriteBundle,
)

STEPS = (
    Adopt(),
    MakeSuccessor(),
    WriteBundle(place="MutatingWebhookConfiguration"),
    StartAnew(reader="bondstone-scheduler"),
    Promote(),
    Issue(leaf="webhook"),
    Retire(),
    Rest(phase=Phase.STEADY),
)


def test_reasons_are_different_and_in_the_form_of_kubernetes() -> None:
    reasons = [told(step)[0] for step in STEPS]
    assert len(set(reasons)) == len(STEPS)
    assert all(re.fullmatch(r"([A-Z][a-z]+)+", reason) for reason in reasons)


def test_a_sentence_names_what_the_step_is_about() -> None:
    for step, name in ((STEPS[2], "Mutating"), (STEPS[3], "scheduler"), (STEPS[5], "webhook")):
        assert name in told(step)[1]
