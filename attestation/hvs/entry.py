# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS as an entry of the VerificationServices document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from attestation.configured import file_of
from attestation.errors import EndpointError
from attestation.http.endpoint import MEBIBYTE, Endpoint
from attestation.hvs.opening import open_hvs
from attestation.hvs.settings import (
    USUAL_FULL_EVERY,
    USUAL_PAGE,
    USUAL_SIGNED_PER_POLL,
    HvsSettings,
    Reports,
)
from attestation.pace import Pace
from attestation.service import VerificationService
from trust.document import Fields

_MOST = 10_000


def hvs(name: str, fields: Fields, folder: Path, pace: Pace) -> Callable[[], VerificationService]:
    """Read the entry of an HVS; it and its AAS are known by the same authorities.

    Raises:
        DocumentError: A field is missing, or not what it should be.
    """
    reports = Reports(fields.choice("reports", tuple(each.value for each in Reports), "SAML"))
    signed = reports is Reports.SAML or fields.has("samlCertificatesFile")
    ca_file = file_of(fields, "caFile", folder)
    settings = HvsSettings(
        name=name,
        hvs=_endpoint(fields, "url", ca_file),
        aas=replace(_endpoint(fields, "aasURL", ca_file), body_limit=MEBIBYTE),
        username_file=file_of(fields, "usernameFile", folder),
        password_file=file_of(fields, "passwordFile", folder),
        reports=reports,
        saml_certificates_file=file_of(fields, "samlCertificatesFile", folder) if signed else None,
        page=_count(fields, "pageSize", USUAL_PAGE),
        full_every=_count(fields, "fullReadEvery", USUAL_FULL_EVERY),
        full_within=pace.max_staleness / 2,
        signed_per_poll=_count(fields, "signedReportsPerPoll", USUAL_SIGNED_PER_POLL),
    )
    return lambda: open_hvs(settings, now=lambda: datetime.now(UTC))


def _endpoint(fields: Fields, name: str, ca_file: Path) -> Endpoint:
    try:
        return Endpoint(url=fields.take(name, str), ca_file=ca_file)
    except EndpointError as exc:
        raise fields.fail(name, str(exc)) from exc


def _count(fields: Fields, name: str, usual: int) -> int:
    count = fields.take(name, int, usual)
    if not 1 <= count <= _MOST:
        raise fields.fail(name, f"must be from 1 to {_MOST}")
    return count
