# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rounds against refusals, against whoever writes meanwhile, and whoever undoes them."""

import pytest

from cluster.errors import ForbiddenError
from tests.unit.issuer.issuing import Issuing, steady
from tests.unit.issuer.simulated import secret_path


@pytest.mark.parametrize("refused", ["secrets", "webhookconfigurations", "deployments"])
def test_what_is_refused_is_a_problem_and_tried_again(refused: str) -> None:
    issuing = Issuing()
    issuing.store.refused = refused
    issuing.rounds.round()
    assert "refused" in (issuing.rounds.problem or "")
    assert issuing.metric("bondstone_issuer_failures_total") == 1
    issuing.store.refused = ""
    issuing.work()
    assert len(issuing.bundles()) == 1


def test_whoever_was_overtaken_writes_nothing_over_it() -> None:
    issuing = steady()
    issuing.change(secret_path("webhook"), tls_key=b"somebody")
    issuing.store.before_write = lambda: issuing.change(secret_path("webhook"), tls_key=b"other")
    assert issuing.rounds.round() is False
    assert "409" in (issuing.rounds.problem or "")
    assert issuing.content(secret_path("webhook"))["tls.key"] == b"other"
    issuing.work()
    assert issuing.content(secret_path("webhook"))["tls.key"].startswith(b"-----BEGIN")


def test_an_event_that_is_not_taken_stops_nothing() -> None:
    issuing = Issuing()
    issuing.refusal = ForbiddenError("events")
    issuing.work()
    assert len(issuing.bundles()) == 1


def test_whoever_undoes_a_step_is_not_fought_at_full_speed() -> None:
    issuing = steady()
    path = secret_path("webhook")
    issuing.change(path, tls_key=b"somebody")
    assert issuing.rounds.round() is True
    issuing.change(path, tls_key=b"somebody")
    assert issuing.rounds.round() is False
    assert issuing.content(path)["tls.key"].startswith(b"-----BEGIN")
