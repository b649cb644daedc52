# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How an HVS is reached and what is believed of it: one service of the services document."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from pathlib import Path

from attestation.http.endpoint import Endpoint

USUAL_PAGE = 500
USUAL_FULL_EVERY = 10
USUAL_SIGNED_PER_POLL = 250
USUAL_FULL_WITHIN = timedelta(seconds=15)


class Reports(Enum):
    """Which reports make trust."""

    SAML = "SAML"
    """Signed ones alone; those in JSON tell which signed ones to fetch, and take trust away."""
    JSON = "JSON"
    """Those in JSON: whoever answers under the TLS certificate of HVS is believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HvsSettings:
    """One HVS and its authentication service (AAS). All files are read again when they change.

    Attributes:
        name: What people and policies call it.
        hvs: Where HVS answers, with its base path: ``https://hvs.example:8443/hvs/v2``.
        aas: Where AAS answers, with its base path: ``https://aas.example:8444/aas/v1``.
        username_file: A user with the permissions ``reports:search`` and ``hosts:search``.
        password_file: Its password.
        reports: Which reports make trust.
        saml_certificates_file: What ``GET /hvs/v2/ca-certificates?domain=saml`` answered once,
            PEM, compared out of band; needed where signed reports are.
        page: Reports in JSON that are asked for at a time.
        full_every: Of so many polls one reads all reports, the others those since the last poll.
        full_within: After so long one reads all reports however few polls there were: whoever
            leaves a loss out of what is new hides it for so long.
        signed_per_poll: Signed reports that are fetched in one poll: a new replica of ours must
            not ask for thousands at once.
    """

    name: str
    hvs: Endpoint
    aas: Endpoint
    username_file: Path
    password_file: Path
    reports: Reports = Reports.SAML
    saml_certificates_file: Path | None = None
    page: int = USUAL_PAGE
    full_every: int = USUAL_FULL_EVERY
    full_within: timedelta = USUAL_FULL_WITHIN
    signed_per_poll: int = USUAL_SIGNED_PER_POLL

    def __post_init__(self) -> None:
        """Refuse what cannot work."""
        if self.reports is Reports.SAML and self.saml_certificates_file is None:
            raise ValueError("signed reports (reports: SAML) need samlCertificatesFile")
        if min(self.page, self.full_every, self.signed_per_poll) < 1:
            raise ValueError("page, full_every and signed_per_poll must be at least 1")

    @property
    def pinned_file(self) -> Path | None:
        """Return the file of who may sign, None where nothing has to be signed."""
        return self.saml_certificates_file if self.reports is Reports.SAML else None
