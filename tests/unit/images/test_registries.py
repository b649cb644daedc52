# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which registries may be asked, and whose mirrors before them."""

from pathlib import Path

import pytest

from images.errors import RuleBrokenError
from images.registries import ANY, Registries, Registry

MIRROR = Registry(host="mirror.example")
MIRRORED = Registry(host="registry.example", mirrors=("mirror.example",))


def test_only_those_that_are_listed_may_be_asked() -> None:
    registries = Registries({"registry.example": MIRRORED})
    assert registries.require("registry.example") is MIRRORED
    assert registries.find("other.example") is None
    with pytest.raises(RuleBrokenError, match=r"other\.example is not on the allow-list") as caught:
        registries.require("other.example")
    assert caught.value.code == "registry-not-allowed"


def test_one_that_only_the_star_lets_in_is_not_listed() -> None:
    registries = Registries({ANY: Registry(host=ANY), "mirror.example": MIRROR})
    assert registries.require("other.example") == Registry(host="other.example", listed=False)
    assert registries.require("mirror.example").listed


@pytest.mark.parametrize(
    ("tags", "by_digest", "expected"),
    [(False, True, (MIRROR,)), (False, False, ()), (True, False, (MIRROR,))],
)
def test_a_mirror_is_asked_for_a_tag_only_where_it_is_believed(
    tags: bool, by_digest: bool, expected: tuple[Registry, ...]
) -> None:
    mirrored = Registry(host="r.example", mirrors=("mirror.example",), mirrors_tags=tags)
    registries = Registries({"r.example": mirrored, "mirror.example": MIRROR})
    assert registries.mirrors_of(mirrored, by_digest=by_digest) == expected


def test_a_password_file_is_not_told() -> None:
    assert "secret" not in repr(Registry(host="r.example", password_file=Path("/secret")))
