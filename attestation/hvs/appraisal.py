# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Bondstone makes of what HVS says of a host: a Report, by rules that can only take away.

(1) Untrusted is untrusted, whoever says it, signed or not.
(2) Where the operator asks for signed reports, only one whose signature was verified makes trust,
    and its tags count; one in JSON that is newer and says something else of the tags makes doubt.
(3) Nothing checked is not success, and neither is an overall answer that a part contradicts.
(4) Tags count only if the tag check found them true: HVS lists them even where it did not.
(5) A host that HVS has no contact with now, or that two entries claim, is in doubt.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice

from attestation.hvs.assertion import Assertion
from attestation.hvs.host_document import CONNECTED, Host
from attestation.hvs.report_document import ASSET_TAG, MOST_FAULTS, HostReport
from attestation.hvs.saml import Verified
from trust.names import is_label_name, is_label_value
from trust.printable import printable
from trust.report import Identity, IdentityKind, Report

ROUNDING = timedelta(seconds=2)
"""HVS makes the report in JSON just after it signed it."""
_MOST_FAILURES = MOST_FAULTS + 1
"""Those that a report keeps, and how many more it had."""
_LONGEST_FAILURE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsigned:
    """There is no verified signed report.

    Attributes:
        why: For people.
    """

    why: str


def appraise(report: HostReport, host: Host | None, signed: Verified | Unsigned | None) -> Report:
    """Judge one host.

    Args:
        report: Its newest report in JSON.
        host: Its entry in the list of hosts, None where it has none.
        signed: Its signed report, or why there is none; None where JSON alone is asked for.
    """
    said = said_in_json(report)
    if not said.trusted or signed is None:
        return in_contact(said, host)
    if isinstance(signed, Unsigned):
        return said.doubted(signed.why)
    proved = said_in_saml(signed)
    older = signed.assertion.issued_at < report.created_at - ROUNDING
    if proved.trusted and older and proved.asset_tags != said.asset_tags:
        return said.doubted("its newer report has other asset tags and is not verified yet")
    # The newer of the two may end first.
    proved = replace(proved, expires_at=min(proved.expires_at, said.expires_at))
    return in_contact(proved, host)


def said_in_json(report: HostReport) -> Report:
    """Return what a report in JSON says by itself."""
    found = list(report.faults)
    if report.overall:
        failed = [name for name, trusted in report.parts.items() if not trusted]
        found += _contradictions(failed, any(report.parts.values()))
    failures = _bounded(found or ([] if report.overall else ["OVERALL is false"]))
    checked = report.parts.get(ASSET_TAG) is True and not failures
    return Report(
        identity=identity_of(report.hardware_uuid),
        trusted=not failures,
        attested_at=report.created_at,
        expires_at=report.expires_at,
        asset_tags=_usable(report.tags) if checked else {},
        failures=failures,
    )


def said_in_saml(signed: Verified) -> Report:
    """Return what a signed report says by itself; it proves nothing longer than its signer does."""
    assertion = signed.assertion
    failures = _bounded(_failures_of_assertion(assertion))
    checked = assertion.parts.get(ASSET_TAG) == "true" and not failures
    return Report(
        identity=identity_of(assertion.hardware_uuid),
        trusted=not failures,
        attested_at=assertion.issued_at,
        expires_at=min(assertion.expires_at, signed.signer.expires_at),
        asset_tags=_usable(assertion.tags) if checked else {},
        failures=failures,
    )


def in_contact(report: Report, host: Host | None) -> Report:
    """Return the Report, in doubt if HVS has no contact with the host; untrusted it stays."""
    if not report.trusted:
        return report
    if host is None:
        return report.doubted("HVS has no host of this identity")
    if host.hardware_uuid != report.identity.value:
        return report.doubted("HVS lists the host under another hardware UUID than its report")
    if host.state != CONNECTED:
        return report.doubted(f"HVS says of the host: {host.state or 'no state that is known'}")
    return report


def unknown(identity: Identity, why: str, *, at: datetime) -> Report:
    """Return a Report of a host about which HVS cannot be asked."""
    ends = at + timedelta(days=1)
    return Report(identity=identity, trusted=False, attested_at=at, expires_at=ends, doubt=why)


def identity_of(hardware_uuid: str) -> Identity:
    """Return the identity of a host."""
    return Identity(IdentityKind.HARDWARE_UUID, hardware_uuid)


def _failures_of_assertion(assertion: Assertion) -> list[str]:
    failed = sorted(name for name, word in assertion.parts.items() if word == "false")
    if assertion.overall:
        return _contradictions(failed, "true" in assertion.parts.values())
    return [f"{name} is false" for name in failed] or ["OVERALL is false"]


def _contradictions(failed: list[str], any_true: bool) -> list[str]:
    if failed:
        return [f"OVERALL is true although {name} is false" for name in failed]
    return [] if any_true else ["OVERALL is true although no part was checked"]


def _bounded(failures: Iterable[str]) -> tuple[str, ...]:
    return tuple(printable(text)[:_LONGEST_FAILURE] for text in islice(failures, _MOST_FAILURES))


def _usable(tags: Mapping[str, str]) -> Mapping[str, str]:
    """Return the tags that a policy can ask for: others fit into no label."""
    return {
        key: value for key, value in tags.items() if is_label_name(key) and is_label_value(value)
    }
