# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The watched file of reports."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from attestation.errors import AnswerError, AttestationError, ServiceUnavailableError
from attestation.reports_file import UnsafeReportsFile
from tests.unit.attestation.test_reports_document import content, entry
from trust.report import IdentityKind

WRITTEN = 1_767_268_800  # 2026-01-01T12:00:00Z


def write(path: Path, raw: bytes, at: int = WRITTEN) -> None:
    path.write_bytes(raw)
    os.utime(path, (at, at))


def test_the_answer_is_as_old_as_the_file(tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    write(path, content(entry()))
    service = UnsafeReportsFile(path)
    answer = service.fetch(deadline=0)
    assert answer.answered_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert len(answer.reports) == 1
    assert service.kind is IdentityKind.NODE_NAME


def test_a_file_that_did_not_change_is_not_parsed_again(tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    write(path, content(entry()))
    service = UnsafeReportsFile(path)
    assert service.fetch(deadline=0) is service.fetch(deadline=0)
    write(path, content(), at=WRITTEN + 1)
    assert service.fetch(deadline=0).reports == ()


@pytest.mark.parametrize(
    ("raw", "error"), [(None, ServiceUnavailableError), (b"{", AnswerError), (b"[]", AnswerError)]
)
def test_what_cannot_be_read_is_an_error_that_names_the_file(
    tmp_path: Path, raw: bytes | None, error: type[AttestationError]
) -> None:
    path = tmp_path / "reports.json"
    if raw is not None:
        write(path, raw)
    with pytest.raises(error, match=r"reports\.json"):
        UnsafeReportsFile(path).fetch(deadline=0)


def test_a_broken_renewal_is_an_error_each_time_until_it_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "reports.json"
    write(path, content(entry()))
    service = UnsafeReportsFile(path)
    service.fetch(deadline=0)
    write(path, b"{", at=WRITTEN + 1)
    for _ in range(2):
        with pytest.raises(AnswerError):
            service.fetch(deadline=0)
    write(path, content(entry()), at=WRITTEN + 2)
    assert len(service.fetch(deadline=0).reports) == 1


def test_a_folder_and_a_huge_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ServiceUnavailableError):
        UnsafeReportsFile(tmp_path).fetch(deadline=0)
    huge = tmp_path / "huge"
    with huge.open("wb") as file:
        file.truncate(17 * 1024 * 1024)
    with pytest.raises(AnswerError, match="larger than"):
        UnsafeReportsFile(huge).fetch(deadline=0)
