# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the operator demands of a set-up."""

from datetime import timedelta

import pytest

from attestation.keylime.demands import Demands
from attestation.keylime.status import parse_status
from tests.unit.attestation.keylime.recorded import EK, agent, report


@pytest.mark.parametrize(
    ("period", "seconds"), [("0s", 10), ("2s", 10), ("5s", 25), ("3600s", 60), ("bad", 10)]
)
def test_the_age_follows_the_period_within_bounds(period: str, seconds: int) -> None:
    status = parse_status(EK, agent(attestation_period=period))
    assert Demands().age_limit(status) == timedelta(seconds=seconds)


def test_an_age_that_was_set_is_taken() -> None:
    status = parse_status(EK, agent())
    assert Demands(max_age=timedelta(hours=1)).age_limit(status) == timedelta(hours=1)


def test_the_recorded_agent_pins_no_pcr_and_is_trusted_only_unsafely() -> None:
    assert not report(tpm_policy='{"mask":"0x0"}').trusted
    unsafe = Demands(unsafe_any_pcrs=True)
    assert report(tpm_policy='{"mask":"0x0"}', demands=unsafe).trusted
    pushed: dict[str, object] = {"operational_state": None, "tpm_policy": None}
    assert not report(demands=unsafe, **pushed).trusted  # type: ignore[arg-type]


def test_demanded_pcrs_must_be_compared() -> None:
    wanted = Demands(pcrs=frozenset({7, 15}), unsafe_any_pcrs=True)
    assert "compares no value of PCR 7" in report(demands=wanted).doubt
    assert report(demands=Demands(pcrs=frozenset({15}))).trusted


def test_the_age_is_the_operators_to_say() -> None:
    strict = Demands(max_age=timedelta(seconds=3))
    assert report(after=2, demands=strict).trusted
    assert not report(after=3, demands=strict).trusted
    assert report(after=50, demands=Demands(max_age=timedelta(minutes=1))).trusted
