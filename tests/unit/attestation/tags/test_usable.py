# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The metric of a tag authority."""

from pathlib import Path

from prometheus_client import CollectorRegistry

from attestation.tags.reader import NoAuthority
from attestation.tags.usable import show_usable
from tests.unit.attestation.tags.test_reader import Desk

NAME = "bondstone_tag_authority_usable"


def test_an_authority_that_cannot_be_believed_is_0(tmp_path: Path) -> None:
    desk, metrics = Desk(tmp_path), CollectorRegistry()
    show_usable(desk.reader, metrics=metrics)
    assert metrics.get_sample_value(NAME) == 1
    desk.list.write_text("{}")
    desk.later()
    assert metrics.get_sample_value(NAME) == 0
    desk.revoke()
    desk.later()
    assert metrics.get_sample_value(NAME) == 1


def test_where_there_is_none_nothing_is_shown() -> None:
    metrics = CollectorRegistry()
    show_usable(NoAuthority(), metrics=metrics)
    assert metrics.get_sample_value(NAME) is None
