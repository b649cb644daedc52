# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tokens and passwords over the wire: renewed, never tried in vain, and shown to nobody else."""

from datetime import timedelta
from pathlib import Path

import pytest

from attestation.errors import AttestationError
from tests.integration.attestation.hvs.site import BOUND, Site
from tests.simulators.answers import Answer


def test_an_expired_token_is_renewed_within_the_poll(site: Site) -> None:
    site.aas.revoke()
    assert site.poll() == ""
    assert site.aas.attempts == 2
    assert site.vouched() == {1, 2, 3}


def test_a_token_is_asked_for_once_for_many_questions(site: Site) -> None:
    for _ in range(3):
        site.poll()
        site.ask()
    assert site.aas.attempts == 1


def test_a_password_that_is_refused_locks_nobody_out(site: Site, folder: Path) -> None:
    site.aas.password = "renewed"  # noqa: S105
    site.aas.revoke()
    assert "refuses user and password" in site.poll()
    for _ in range(5):
        assert "gave no token" in site.poll()
        with pytest.raises(AttestationError):
            site.ask()
    assert site.aas.attempts == 2
    assert site.vouched(after=BOUND) == set()
    (folder / "password").write_text("renewed\n")
    assert site.poll() == ""
    assert site.aas.attempts == 3


def test_a_lock_out_is_respected(site: Site) -> None:
    site.aas.revoke()
    site.aas_server.spoilt = lambda *_: Answer(status=429, headers={"Retry-After": "60"})
    assert "has locked the user out" in site.poll()
    site.aas_server.spoilt = lambda _, answer: answer
    assert "not asked again before" in site.poll()
    assert len(site.aas_server.asked) == 2


def test_an_aas_that_is_silent_is_no_reason_to_forget_a_good_token(site: Site) -> None:
    site.aas_server.shutdown()
    site.aas_server.socket.close()
    assert site.poll() == ""


def test_neither_server_is_shown_what_is_for_the_other(site: Site) -> None:
    site.ask()
    to_hvs = str([(asked.headers, asked.body) for asked in site.hvs_server.asked])
    to_aas = str([asked.headers for asked in site.aas_server.asked])
    assert "s3cret" not in to_hvs
    assert "Bearer" in to_hvs
    assert "Bearer" not in to_aas


def test_no_secret_is_logged_or_told(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    told = [site.poll()]
    site.aas.revoke()
    site.aas.password = "renewed"  # noqa: S105
    told.append(site.poll())
    site.clocks.ahead = timedelta(hours=3)
    told.append(site.poll())
    tokens = [asked.headers["Authorization"][7:] for asked in site.hvs_server.asked]
    text = str(told) + caplog.text + str([vars(record) for record in caplog.records])
    assert tokens
    assert not [secret for secret in ("s3cret", *tokens) if secret in text]
