# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Keylime as an entry of the VerificationServices document."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from attestation.configured import file_of
from attestation.errors import EndpointError
from attestation.http.endpoint import Endpoint
from attestation.keylime.demands import LEAST_AGE, Demands
from attestation.keylime.plan import MOST_PAUSE
from attestation.keylime.service import Keylime
from attestation.keylime.settings import KeylimeSettings
from attestation.pace import Pace
from attestation.service import VerificationService
from trust.document import Fields

_PCRS = 24


def keylime(
    name: str, fields: Fields, folder: Path, pace: Pace
) -> Callable[[], VerificationService]:
    """Read the entry of a Keylime; both servers know us by one certificate, and we them.

    Raises:
        DocumentError: A field is missing, or not what it should be.
    """
    verifier = _endpoint(fields, folder)
    settings = KeylimeSettings(
        name=name,
        verifier=verifier,
        registrar=_of_registrar(fields, verifier),
        demands=Demands(
            max_age=_max_age(fields, pace),
            pcrs=_pcrs(fields),
            unsafe_any_pcrs=fields.take("unsafeAnyPCRs", bool, False),
        ),
        list_pause=min(MOST_PAUSE, pace.max_staleness / 4),
    )
    return lambda: Keylime(settings, now=lambda: datetime.now(UTC))


def _max_age(fields: Fields, pace: Pace) -> timedelta | None:
    """Read how old a quote may be; one that passed must count until two polls later."""
    if fields.has("maxAge"):
        age: timedelta = fields.duration("maxAge", fine=True)
        if age < 2 * pace.period:
            raise fields.fail(
                "maxAge",
                "must be at least twice pollPeriod: a quote must count until the next poll",
            )
        return age
    if 2 * pace.period > LEAST_AGE:
        seconds = LEAST_AGE.total_seconds() / 2
        raise fields.fail(
            "pollPeriod", f"is longer than {seconds:g}s: give maxAge, at least twice as long"
        )
    return None


def _endpoint(fields: Fields, folder: Path) -> Endpoint:
    try:
        return Endpoint(
            url=fields.take("url", str),
            ca_file=file_of(fields, "caFile", folder),
            client_cert=file_of(fields, "clientCertificateFile", folder),
            client_key=file_of(fields, "clientKeyFile", folder),
            server_name=fields.take("serverName", str, ""),
        )
    except EndpointError as exc:
        raise fields.fail("url", str(exc)) from exc


def _of_registrar(fields: Fields, verifier: Endpoint) -> Endpoint:
    """Return the registrar's address; all else is as for the verifier."""
    try:
        return replace(verifier, url=fields.take("registrarURL", str))
    except EndpointError as exc:
        raise fields.fail("registrarURL", str(exc)) from exc


def _pcrs(fields: Fields) -> frozenset[int]:
    found = fields.items("pcrs", most=_PCRS)
    for index, pcr in enumerate(found):
        if isinstance(pcr, bool) or not isinstance(pcr, int) or not 0 <= pcr < _PCRS:
            raise fields.fail(f"pcrs[{index}]", f"must be a PCR from 0 to {_PCRS - 1}")
    return frozenset(pcr for pcr in found if isinstance(pcr, int))
