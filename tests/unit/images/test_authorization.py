# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks a registry, and how that is shown."""

import math
from pathlib import Path

import pytest

from images.authorization import Access, anonymous, from_settings
from images.errors import ImageUnavailableError
from images.registries import Registry


@pytest.fixture
def access(tmp_path: Path) -> Access:
    password = tmp_path / "password"
    password.write_text("pass:word\n")
    registry = Registry(host="r.example", username="bob", password_file=password)
    return Access(registry=registry, repository="shop/api")


def test_a_password_is_shown_without_its_newline(access: Access) -> None:
    shown = from_settings(access).headers(access, deadline=math.inf)
    assert shown == {"Authorization": "Basic Ym9iOnBhc3M6d29yZA=="}


def test_a_password_that_was_shown_is_not_shown_again(access: Access) -> None:
    asked = from_settings(access)
    assert asked.challenged(access, 'Basic realm="r"', deadline=math.inf) is None


def test_a_password_that_is_gone_is_named_by_its_file(access: Access, tmp_path: Path) -> None:
    (tmp_path / "password").unlink()
    with pytest.raises(ImageUnavailableError, match="cannot be read"):
        from_settings(access).headers(access, deadline=math.inf)


def test_without_settings_nobody_asks() -> None:
    access = Access(registry=Registry(host="r.example"), repository="shop/api")
    for nobody in (from_settings(access), anonymous(access)):
        assert nobody.headers(access, deadline=math.inf) == {}
        assert nobody.challenged(access, "Bearer", deadline=math.inf) is None


def test_a_foreign_host_is_shown_nothing_whatever_the_settings_say(access: Access) -> None:
    assert anonymous(access).headers(access, deadline=math.inf) == {}
