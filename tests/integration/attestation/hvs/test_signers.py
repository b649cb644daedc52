# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who may sign, for how long, and which of two signed reports counts."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from attestation.hvs.settings import Reports
from tests.integration.attestation.hvs.site import Site, host
from tests.integration.attestation.hvs.test_signed import refused, renewed
from tests.simulators.hvs.chain import SigningChain, signing_chain
from tests.simulators.hvs.host import SimulatedHost


@pytest.fixture
def reports() -> Reports:
    return Reports.SAML


def signs(site: Site, chain: SigningChain) -> Callable[[SimulatedHost], str]:
    return lambda each: each.in_saml(chain if each.number == 1 else site.hvs.chain)


def test_a_signer_whom_nobody_pinned_makes_nobody_trusted(
    site: Site, stranger: SigningChain
) -> None:
    site.hvs.signed = signs(site, stranger)
    refused(site)


def test_a_certificate_of_the_same_authority_that_is_not_pinned_makes_nobody_trusted(
    site: Site,
) -> None:
    same = signing_chain(begins=datetime.now(UTC) - timedelta(days=1), name="AAS JWT Signing")
    assert same.authority.public_key() == site.hvs.chain.authority.public_key()
    site.hvs.signed = signs(site, same)
    refused(site)


def test_an_expired_signer_makes_nobody_trusted(site: Site, folder: Path) -> None:
    begins = datetime.now(UTC) - timedelta(days=10)
    expired = signing_chain(begins=begins, lasts=timedelta(days=9))
    (folder / "saml.pem").write_bytes(site.hvs.chain.pem + expired.pem)
    site.hvs.signed = signs(site, expired)
    refused(site)


def test_an_older_signed_report_is_not_taken_for_the_newer_one(site: Site) -> None:
    old = host(1, attested_at=datetime.now(UTC) - timedelta(hours=3))
    site.hvs.signed = lambda each: (old if each.number == 1 else each).in_saml(site.hvs.chain)
    refused(site)


def test_an_expired_signed_report_makes_nobody_trusted(site: Site) -> None:
    attested = datetime.now(UTC) - timedelta(seconds=5)
    site.hvs.put(host(1, attested_at=attested, lasts=timedelta(seconds=2)))
    site.poll()
    assert site.vouched() == {2, 3}
    asked = site.ask()
    assert asked is not None
    assert asked.expires_at < datetime.now(UTC)


def test_tags_of_a_failed_tag_check_count_for_nothing(site: Site) -> None:
    tagged = host(1, tags={"Country": "US"})
    site.hvs.put(tagged)
    site.poll()
    good = site.report()
    assert good is not None
    assert good.asset_tags == {"Country": "US"}
    failed = replace(tagged, attested_at=datetime.now(UTC), failed=frozenset({"ASSET_TAG"}))
    assert "TAG_Country" in failed.attributes()
    site.hvs.put(failed)
    site.poll()
    for report in (site.report(), site.ask()):
        assert report is not None
        assert not report.trusted
        assert report.asset_tags == {}


def test_a_signer_that_is_renewed_is_pinned_without_a_restart(
    site: Site, folder: Path, stranger: SigningChain
) -> None:
    site.hvs.signed = lambda each: each.in_saml(stranger)
    for number in (1, 2, 3):
        renewed(site, number)
    site.poll()
    assert site.vouched() == set()
    (folder / "saml.pem").write_bytes(stranger.pem)
    site.poll()
    assert site.vouched() == {1, 2, 3}
