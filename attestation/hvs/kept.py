# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is kept of a host's signed report, and how a newer one follows it: pure steps."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from attestation.errors import AnswerError
from attestation.hvs.appraisal import ROUNDING, Unsigned
from attestation.hvs.report_document import HostReport
from attestation.hvs.saml import Verified, verify
from attestation.hvs.signers import Signers

Renewal = tuple[str, datetime, datetime, tuple[tuple[str, str], ...]]
_NOT_YET = Unsigned(why="its signed report has not been fetched yet")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The signed report of one host.

    Attributes:
        tried_at: When it was asked for, in seconds of a clock that never goes back.
        found: It, verified, or why there is none.
        digest: SHA-256 of the bytes that were verified.
        renewal: For which report in JSON it was fetched.
        newest_at: When the newest one was signed that was ever verified.
    """

    tried_at: float = 0.0
    found: Verified | Unsigned = _NOT_YET
    digest: bytes = b""
    renewal: Renewal | None = None
    newest_at: datetime | None = None

    def counting(self, signers: Signers, *, now: datetime) -> Verified | Unsigned:
        """Return what counts now: who signed must still be pinned, and valid."""
        if isinstance(self.found, Unsigned):
            return self.found
        problem = signers.problem(self.found.signer, now=now)
        return Unsigned(why=problem) if problem else self.found

    def about(self, hardware_uuid: str) -> Verified:
        """Return the report, which must be one of this host.

        Raises:
            AnswerError: It is not.
        """
        if isinstance(self.found, Unsigned):
            raise AnswerError(self.found.why)
        if self.found.assertion.hardware_uuid != hardware_uuid:
            raise AnswerError("HVS gives the signed report of another host")
        return self.found


def renewal_of(report: HostReport) -> Renewal:
    """Return what changes when HVS renews a report: not always its identifier.

    Lists of changes give instants to the second only.
    """
    created = report.created_at.replace(microsecond=0)
    expires = report.expires_at.replace(microsecond=0)
    return report.id, created, expires, tuple(sorted(report.tags.items()))


def followed(
    old: Kept, body: bytes, listed: HostReport | None, signers: Signers, *, now: datetime
) -> Kept:
    """Return what is kept after an answer; the same bytes are not verified again.

    Args:
        old: What was kept, already marked as tried.
        body: The answer.
        listed: The report in JSON that it is for, where that is known.
        signers: Who may sign.
        now: The clock.

    Raises:
        AnswerError: It is not believed.
    """
    digest = hashlib.sha256(body).digest()
    known = old.counting(signers, now=now)
    if isinstance(known, Unsigned) or digest != old.digest:
        if not body:
            raise AnswerError("HVS has no signed report of it")
        verified = verify(body, signers, now=now)
    else:
        verified = known
    _check_age(verified, old.newest_at, listed)
    return Kept(
        tried_at=old.tried_at,
        found=verified,
        digest=digest,
        renewal=old.renewal if listed is None else renewal_of(listed),
        newest_at=verified.assertion.issued_at,
    )


def _check_age(verified: Verified, newest_at: datetime | None, listed: HostReport | None) -> None:
    issued = verified.assertion.issued_at
    if newest_at is not None and issued < newest_at:
        raise AnswerError("HVS gives an older signed report of it than before")
    if listed is not None and issued < listed.created_at - ROUNDING:
        raise AnswerError("HVS gives an older signed report of it than it lists")
