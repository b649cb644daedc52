# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The options of the sources of Reports, as values."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
import pytest

from attestation.errors import AttestationError
from attestation.pace import Pace
from cli.reports import keepers_of, pace_of, required_services, services_of, utc_now

SECOND = timedelta(seconds=1)
EMPTY = "apiVersion: bondstone.dev/v1alpha1\nkind: NodeReports\nreports: []\n"
TWO = """\
apiVersion: bondstone.dev/v1alpha1
kind: VerificationServices
services:
- {name: lab, type: UnsafeReportsFile, file: reports.yaml, maxStaleness: 4s, pollPeriod: 1s}
- {name: field, type: UnsafeReportsFile, file: reports.yaml}
"""


def options(**given: object) -> dict[str, object]:
    usual = {
        "unsafe_reports_file": None,
        "verification_services": None,
        "poll_period": SECOND,
        "max_staleness": 4 * SECOND,
    }
    return {**usual, **given}


def test_polls_come_at_least_twice_within_the_bound() -> None:
    assert pace_of(5 * SECOND, 10 * SECOND).period == 5 * SECOND
    with pytest.raises(click.UsageError, match="at most half of --max-staleness"):
        pace_of(5 * SECOND, 9 * SECOND)


def test_pauses_after_failures_stay_within_the_bound_too() -> None:
    assert pace_of(SECOND, 4 * SECOND).longest_pause == 2 * SECOND
    patient = pace_of(SECOND, timedelta(days=1))
    assert patient.longest_pause == Pace().longest_pause
    assert patient.max_staleness == timedelta(days=1)


def test_a_reports_file_is_read_before_anything_starts(tmp_path: Path) -> None:
    path = tmp_path / "reports.yaml"
    with pytest.raises(AttestationError):
        services_of(options(unsafe_reports_file=path))
    path.write_text(EMPTY)
    (service,) = services_of(options(unsafe_reports_file=path))
    assert service.pace.period == SECOND
    assert keepers_of([service]).problem()


def test_a_file_of_services_names_several(tmp_path: Path) -> None:
    (tmp_path / "reports.yaml").write_text(EMPTY)
    path = tmp_path / "services.yaml"
    path.write_text(TWO)
    services = required_services(options(verification_services=path))
    assert [each.name for each in services] == ["lab", "field"]
    assert [each.source for each in keepers_of(services).sources().snapshots] == ["field", "lab"]


@pytest.mark.parametrize("content", [b"", b"{", b"kind: NodeReports", bytes(2 * 1024 * 1024)])
def test_a_file_of_services_that_is_none_is_a_usage_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "services.yaml"
    path.write_bytes(content)
    with pytest.raises(click.UsageError, match=r"services\.yaml"):
        services_of(options(verification_services=path))


def test_a_file_of_services_that_is_not_there_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(click.UsageError, match="cannot be read"):
        services_of(options(verification_services=tmp_path / "gone"))


def test_both_kinds_of_sources_exclude_each_other(tmp_path: Path) -> None:
    given = options(unsafe_reports_file=tmp_path / "a", verification_services=tmp_path / "b")
    with pytest.raises(click.UsageError, match="exclude each other"):
        services_of(given)


def test_a_command_that_can_do_nothing_without_a_source_says_which_option_is_missing() -> None:
    assert services_of(options()) == ()
    with pytest.raises(click.UsageError, match="--verification-services is required"):
        required_services(options())


def test_now_has_a_time_zone() -> None:
    assert utc_now().tzinfo is UTC
    assert utc_now() <= datetime.now(UTC)
