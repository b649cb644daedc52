# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Trust from state and instants: PASS alone is none."""

from datetime import UTC, datetime, timedelta

import pytest

from attestation.keylime.appraisal import appraise
from attestation.keylime.demands import Demands
from attestation.keylime.progress import Progress
from attestation.keylime.status import parse_status
from tests.unit.attestation.keylime.recorded import EK, PASSED_AT, agent, report, told
from trust.report import Identity, IdentityKind

SECOND = timedelta(seconds=1)


def test_a_fresh_pass_is_trusted_until_it_is_too_old() -> None:
    found = report(after=3)
    assert found.identity == Identity(IdentityKind.EK_HASH, EK)
    assert (found.trusted, found.doubt, found.failures) == (True, "", ())
    passed = datetime.fromtimestamp(PASSED_AT, UTC)
    assert found.attested_at == passed - SECOND
    assert found.expires_at == passed + 10 * SECOND


@pytest.mark.parametrize("state", [3, 4, 5, 6])
def test_every_passing_state_is_trusted(state: int) -> None:
    assert report(operational_state=state).trusted


@pytest.mark.parametrize(
    ("changes", "doubt"),
    [
        ({"operational_state": 0, "attestation_status": "PENDING"}, "not asked for a quote yet"),
        ({"operational_state": 1, "attestation_status": "PENDING"}, "the verifier was started"),
        ({"operational_state": 2, "attestation_status": "PENDING"}, "saved and not asked"),
        ({"operational_state": 8, "attestation_status": "PENDING"}, "about to be deleted"),
        ({"operational_state": 11}, "state 11, which is not known"),
        ({"operational_state": 3, "attestation_status": "PENDING"}, 'status "PENDING"'),
        ({"operational_state": 3, "attestation_status": "FAIL"}, 'status "FAIL"'),
        ({"operational_state": None, "attestation_status": "TIMEOUT"}, 'status "TIMEOUT"'),
        ({"operational_state": None, "attestation_status": None}, 'status ""'),
        ({"attestation_count": 0}, "never attested"),
        ({"last_successful_attestation": 0}, "never attested"),
        ({"last_successful_attestation": None, "last_received_quote": None}, "never attested"),
        ({"last_received_quote": PASSED_AT + 1}, "the last quote is not known to be good"),
        ({"tpm_policy": '{"mask":"0x0"}'}, "compares no value of any PCR"),
        ({"tpm_policy": '{"mask":"0x8000"}'}, "compares no value of any PCR"),
    ],
)
def test_whatever_is_not_known_to_be_good_is_a_doubt(
    changes: dict[str, object], doubt: str
) -> None:
    found = report(**changes)  # type: ignore[arg-type]
    assert not found.trusted
    assert found.failures == ()
    assert doubt in found.doubt
    assert found.doubt.startswith("keylime: ")


@pytest.mark.parametrize(
    ("changes", "failure"),
    [
        (
            {"operational_state": 9, "last_event_id": "pcr_validation.invalid_pcr_15"},
            "its quote is invalid (pcr_validation.invalid_pcr_15)",
        ),
        ({"operational_state": 9}, "its quote is invalid (no event is told)"),
        ({"operational_state": 10}, "its attestation was stopped by an administrator"),
        (
            {"operational_state": 7, "last_event_id": "internal.exception"},
            "its attestation failed (internal.exception)",
        ),
        (
            {"operational_state": None, "attestation_status": "FAIL", "last_event_id": "x.y"},
            "its evidence was refused (x.y)",
        ),
        ({"severity_level": 0, "last_event_id": "ima.x"}, "severity 0 (ima.x)"),
    ],
)
def test_what_the_verifier_holds_against_an_agent_makes_it_untrusted(
    changes: dict[str, object], failure: str
) -> None:
    found = report(**changes)  # type: ignore[arg-type]
    assert (found.trusted, found.doubt, found.failures) == (False, "", (failure,))


def test_an_agent_out_of_reach_is_a_doubt_and_no_failure() -> None:
    unreachable = "internal.verifier.not_reachable"
    lost = report(operational_state=7, severity_level=6, last_event_id=unreachable)
    assert lost.failures == ()
    assert lost.doubt == "keylime: agent not reachable since 2026-11-23T11:08:02Z"
    back = report(severity_level=6, last_event_id=unreachable)
    assert back.failures == ()
    assert "enrol the agent anew" in back.doubt


def test_a_pass_grows_stale() -> None:
    assert report(after=9).trusted
    stale = report(after=10)
    assert stale.doubt == "keylime: no good quote since 2026-11-23T11:08:02Z"


def test_a_quote_from_the_verifiers_own_future_is_refused() -> None:
    ahead = report(after=-2)
    assert ahead.trusted
    assert ahead.expires_at - ahead.attested_at <= timedelta(seconds=11)
    assert "later than the verifier's own clock" in report(after=-3).doubt


def test_an_agent_that_pushes_counts_only_where_the_verifier_checks_it_well() -> None:
    pushed: dict[str, object] = {"operational_state": None}
    assert report(**pushed).trusted  # type: ignore[arg-type]
    doubt = report(api="2.5", **pushed).doubt  # type: ignore[arg-type]
    assert "pushes its evidence, which is believed of Keylime 7.14.3 or newer alone" in doubt
    assert report(api="2.5").trusted


def test_a_count_that_stands_still_is_a_doubt_whatever_the_instants_say() -> None:
    assert report(since=6).trusted
    assert "no further quote was counted since" in report(since=7).doubt


def test_an_agent_without_status_and_period_is_judged_by_state_and_instants() -> None:
    older: dict[str, object] = {
        "attestation_status": None, "attestation_period": None, "maximum_attestation_interval": None
    }  # fmt: skip
    assert report(after=9, since=10, **older).trusted  # type: ignore[arg-type]
    assert not report(after=10, **older).trusted  # type: ignore[arg-type]
    assert not report(since=11, **older).trusted  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "trusted", "text"),
    [
        ("agent-pass", True, ""),
        ("agent-invalid-quote", False, "pcr_validation.missing_pcr_16"),
        ("agent-unreachable-failed", False, "agent not reachable"),
        ("agent-stopped", False, "stopped by an administrator"),
    ],
)
def test_recorded_agents(name: str, *, trusted: bool, text: str) -> None:
    status = parse_status(EK, agent(name))
    now = told(1, at=status.received)
    progress = Progress(status.count, now.served_at)
    found = appraise(status, now, progress=progress, demands=Demands())
    assert found.trusted is trusted
    assert text in found.doubt + "".join(found.failures)


def test_trust_lost_is_dated_by_the_quote_that_lost_it() -> None:
    lost = report(operational_state=9, last_received_quote=PASSED_AT + 64, after=100)
    assert lost.attested_at == datetime.fromtimestamp(PASSED_AT + 63, UTC)
    never = report(operational_state=9, last_received_quote=0)
    assert never.attested_at == told().received_at
