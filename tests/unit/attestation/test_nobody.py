# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An installation without a verification service trusts no node, and says why."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from attestation.errors import NotAskedError
from attestation.nobody import Nobody
from attestation.services_document import ServicesError, parse_services
from trust.report import Identity, IdentityKind

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
HEAD = b"apiVersion: bondstone.dev/v1alpha1\nkind: VerificationServices\nservices:\n"


def test_it_has_just_answered_and_vouches_for_nobody() -> None:
    nobody = Nobody(name="none", now=lambda: NOW)
    answer = nobody.fetch(deadline=0)
    assert (answer.reports, answer.answered_at, answer.complete) == ((), NOW, True)


def test_it_counts_for_every_node_so_that_none_is_trusted_by_default() -> None:
    assert Nobody(name="none", now=lambda: NOW).kind is IdentityKind.NODE_NAME


def test_a_question_about_a_node_is_not_answered() -> None:
    identity = Identity(kind=IdentityKind.NODE_NAME, value="m1")
    with pytest.raises(NotAskedError, match="no verification service is configured"):
        Nobody(name="none", now=lambda: NOW).ask(identity, deadline=0)


def test_a_document_can_say_so() -> None:
    (service,) = parse_services(HEAD + b"- {name: none, type: Nobody}\n", folder=Path())
    opened = service.open()
    assert opened.name == "none"
    opened.close()


def test_it_takes_no_settings() -> None:
    document = HEAD + b"- {name: none, type: Nobody, url: https://hvs.example}\n"
    with pytest.raises(ServicesError, match="url"):
        parse_services(document, folder=Path())
