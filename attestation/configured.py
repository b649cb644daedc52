# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A verification service as an operator configured it: not asked yet, nothing open."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from attestation.nobody import Nobody
from attestation.pace import Pace
from attestation.reports_file import UnsafeReportsFile
from attestation.service import VerificationService
from trust.document import Fields
from trust.report import IdentityKind


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfiguredService:
    """One entry of the VerificationServices document.

    Attributes:
        name: What policies and reasons call it.
        pace: How often it is asked, and how old its answers may grow.
        open: Returns a client of it; the files that it names were there when it was configured.
    """

    name: str
    pace: Pace
    open: Callable[[], VerificationService]


ServiceType = Callable[[str, Fields, Path, Pace], Callable[[], VerificationService]]
"""Reads what one type of service needs: its name, the fields of its entry, the folder that relative
paths are meant from, and how often it will be asked. It takes every field that it knows; the caller
refuses the rest."""


def file_of(fields: Fields, name: str, folder: Path) -> Path:
    """Take a field that names a file which is there.

    Raises:
        DocumentError: It is not there, or no regular file.
    """
    path = folder / fields.take(name, str)
    if not path.is_file():
        raise fields.fail(name, f"{path} is not a file")
    return path


def unsafe_reports_file(
    name: str, fields: Fields, folder: Path, _: Pace
) -> Callable[[], VerificationService]:
    """Read the entry of a watched file of NodeReports, for trials and tests."""
    path = file_of(fields, "file", folder)
    kind = IdentityKind(
        fields.choice("identity", tuple(each.value for each in IdentityKind), "node-name")
    )
    return lambda: UnsafeReportsFile(path, name=name, kind=kind)


def nobody(name: str, fields: Fields, folder: Path, _: Pace) -> Callable[[], VerificationService]:
    """Read the entry that says that there is no verification service; it has no settings."""
    return lambda: Nobody(name=name, now=lambda: datetime.now(UTC))
