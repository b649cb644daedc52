# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files told from one another."""

import os
from pathlib import Path

import pytest

from documents.stamp import stamp_of


def test_another_content_and_another_file_have_another_stamp(tmp_path: Path) -> None:
    path, other = tmp_path / "a", tmp_path / "b"
    path.write_text("one")
    first = stamp_of(path)
    assert stamp_of(path) == first
    path.write_text("longer")
    assert stamp_of(path) != first
    other.write_text("longer")
    os.utime(other, ns=(stamp_of(path)[0],) * 2)
    assert stamp_of(other)[:2] == stamp_of(path)[:2]
    assert stamp_of(other) != stamp_of(path)


def test_a_link_is_followed_and_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    (tmp_path / "link").symlink_to("a")
    assert stamp_of(tmp_path / "link") == stamp_of(tmp_path / "a")
    with pytest.raises(FileNotFoundError):
        stamp_of(tmp_path / "gone")
