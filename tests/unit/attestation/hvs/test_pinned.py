# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The file of who may sign."""

from pathlib import Path

import pytest

from attestation.errors import EndpointError
from attestation.hvs.pinned import PinnedSigners
from tests.unit.attestation.hvs.builders import chain, other_chain


def test_the_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    path = tmp_path / "saml.pem"
    path.write_bytes(chain().pem)
    pinned = PinnedSigners(path)
    first = pinned.current()
    assert pinned.current() is first
    path.write_bytes(chain().pem + other_chain().pem)
    assert len(pinned.current().by_der) == 2


def test_a_file_that_is_gone_leaves_nobody_in_force(tmp_path: Path) -> None:
    path = tmp_path / "saml.pem"
    path.write_bytes(chain().pem)
    pinned = PinnedSigners(path)
    pinned.current()
    path.unlink()
    with pytest.raises(EndpointError, match=r"saml.pem cannot be read: No such file"):
        pinned.current()


@pytest.mark.parametrize("content", [b"", b"garbage", b"x" * 300_000])
def test_a_file_of_something_else_is_refused(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "saml.pem"
    path.write_bytes(content)
    with pytest.raises(EndpointError, match="cannot be used"):
        PinnedSigners(path).current()
