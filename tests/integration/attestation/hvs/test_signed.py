# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed reports that are not what they should be: nobody is trusted by them, at no time."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from attestation.errors import AttestationError
from attestation.hvs.settings import Reports
from tests.integration.attestation.hvs.site import Site, host
from tests.simulators.hvs.host import SimulatedHost
from tests.simulators.hvs.signer import signed

Forge = Callable[[str], str]


@pytest.fixture
def reports() -> Reports:
    return Reports.SAML


def moved(document: str) -> str:
    begin, end = document.index("<Signature "), document.index("</Signature>") + 12
    signature = document[begin:end]
    return document.replace(signature, "").replace(
        "</saml2:Subject>", f"{signature}</saml2:Subject>"
    )


def stripped(document: str) -> str:
    begin, end = document.index("<Signature "), document.index("</Signature>") + 12
    return document[:begin] + document[end:]


def of_another(document: str) -> str:
    return document.replace(host(1).hardware_uuid, host(2).hardware_uuid)


FORGERIES: dict[str, Forge] = {
    "signature stripped": stripped,
    "signature moved": moved,
    "two assertions in one document": lambda document: document * 2,
    "the signed assertion inside a forged one": lambda document: stripped(document).replace(
        "</saml2:Assertion>", f"{document}</saml2:Assertion>"
    ),
    "a comment in a value": lambda document: document.replace(">true<", ">tr<!-- -->ue<", 1),
    "a comment at the end": lambda document: document + "<!-- -->",
    "an attribute changed": lambda document: document.replace("Intel &amp; Co.", "Intel"),
    "the report of another host": of_another,
    "an entity": lambda document: f'<!DOCTYPE a [<!ENTITY b "c">]>{document}',
    "an entity bomb": lambda document: (
        '<!DOCTYPE a [<!ENTITY b "'
        + "b" * 9999
        + '"><!ENTITY c "'
        + "&b;" * 9999
        + '">]>'
        + document.replace("Intel &amp; Co.", "&c;")
    ),
    "an external DTD": lambda document: f'<!DOCTYPE a SYSTEM "file:///etc/passwd">{document}',
    "garbage": lambda _: "garbage",
    "half of it": lambda document: document[: len(document) // 2],
    "nothing": lambda _: "",
}


def renewed(site: Site, number: int = 1) -> None:
    """Let HVS attest a host again, so that its signed report is fetched again."""
    site.hvs.put(host(number, attested_at=datetime.now(UTC) - timedelta(seconds=1)))


def refused(site: Site) -> None:
    """Check that host 1 is not trusted, by poll or question, and that it is after the fault."""
    renewed(site)
    assert site.poll() == ""
    assert site.vouched() == {2, 3}
    report = site.report()
    assert report is not None
    assert report.doubt
    with pytest.raises(AttestationError):
        site.ask()
    site.hvs.signed = lambda each: each.in_saml(site.hvs.chain)
    site.poll()
    assert site.vouched() == {1, 2, 3}


@pytest.mark.parametrize("name", FORGERIES)
def test_a_forged_report_makes_nobody_trusted(site: Site, name: str) -> None:
    def forged(each: SimulatedHost) -> str:
        document = each.in_saml(site.hvs.chain)
        return FORGERIES[name](document) if each.number == 1 else document

    site.hvs.signed = forged
    refused(site)


def test_a_duplicated_attribute_makes_nobody_trusted(site: Site) -> None:
    def twice(each: SimulatedHost) -> str:
        pairs = list(each.attributes().items())
        extra = [("TRUST_OVERALL", "true")] if each.number == 1 else []
        return signed(pairs + extra, site.hvs.chain, issued=each.attested_at)

    site.hvs.signed = twice
    refused(site)
