# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Image references."""

import pytest

from trust.errors import ImageReferenceError
from trust.reference import is_digest, is_registry, parse_reference

HEX = "0" * 64


@pytest.mark.parametrize(
    ("text", "full"),
    [
        ("nginx", "docker.io/library/nginx:latest"),
        ("nginx:1.2", "docker.io/library/nginx:1.2"),
        ("shop/api", "docker.io/shop/api:latest"),
        ("index.docker.io/shop/api:1", "docker.io/shop/api:1"),
        ("localhost/api", "localhost/api:latest"),
        ("Registry/api", "registry/api:latest"),
        ("[::1]:5000/api:1", "[::1]:5000/api:1"),
        ("r.example:5000/a/b__c/d-e.f:T_1.x", "r.example:5000/a/b__c/d-e.f:T_1.x"),
        (f"r.example/a@sha256:{HEX}", f"r.example/a@sha256:{HEX}"),
        (f"r.example/a:1@sha256:{HEX}", f"r.example/a:1@sha256:{HEX}"),
    ],
)
def test_a_reference_is_written_in_full(text: str, full: str) -> None:
    assert str(parse_reference(text)) == full


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nginx",
        "a" * 2000,
        "r.example/",
        "r.example//a",
        "r.example/a:",
        "r.example/a:-x",
        "r.example/a:" + "t" * 129,
        "r.example/a@",
        "r.example/a@sha256:abc",
        f"r.example/a@md5:{HEX}",
        f"r.example/a@sha256:{'0' * 63}G",
        HEX,
        "r.example:port/a",
        "-r.example/a",
        "r.example/a b",
        "r.example/a\n",
        "https://r.example/a",
        "r.example/../a",
        "r.example/" + "a" * 250,
        "registry.example/shop/аpi",  # noqa: RUF001  a Cyrillic letter is what is tested
    ],
)
def test_what_the_grammar_does_not_know_is_refused(text: str) -> None:
    with pytest.raises(ImageReferenceError):
        parse_reference(text)


def test_the_digest_wins_over_the_tag() -> None:
    reference = parse_reference(f"r.example/a:1@sha256:{HEX}")
    assert reference.wanted == f"sha256:{HEX}"
    assert parse_reference("r.example/a:1").wanted == "1"


def test_pinning_keeps_the_tag() -> None:
    pinned = parse_reference("r.example/a:1").pinned(f"sha256:{HEX}")
    assert str(pinned) == f"r.example/a:1@sha256:{HEX}"
    assert pinned.name == "r.example/a"


def test_digests_of_both_registered_algorithms_are_known() -> None:
    assert is_digest(f"sha256:{HEX}")
    assert is_digest("sha512:" + "f" * 128)
    assert not is_digest("sha512:" + HEX)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("docker.io", True),
        ("r.example:5000", True),
        ("localhost", True),
        ("index.docker.io", False),  # references call it docker.io
        ("r", False),  # without a dot or a port it is a part of a path
        ("R.example", False),
        ("r.example/", False),
        ("https://r.example", False),
        ("", False),
    ],
)
def test_a_registry_is_named_as_references_name_it(text: str, expected: bool) -> None:
    assert is_registry(text) is expected


def test_a_letter_that_only_becomes_one_in_lower_case_is_none() -> None:
    with pytest.raises(ImageReferenceError, match="or not ASCII"):
        parse_reference("doc\u212aer.io/library/x:1")


@pytest.mark.parametrize(
    "registry", ["[::::]", "[1:2]", "[:::1]:5000", "r.example:65536", "[::1]:99999"]
)
def test_a_registry_that_nobody_can_call_is_none(registry: str) -> None:
    with pytest.raises(ImageReferenceError, match="is not a registry"):
        parse_reference(f"{registry}/x:1")
    assert not is_registry(registry)


@pytest.mark.parametrize("registry", ["[::1]", "[2001:db8::1]:5000", "r.example:65535"])
def test_addresses_and_the_last_port_can_be_called(registry: str) -> None:
    assert parse_reference(f"{registry}/x:1").registry == registry
    assert is_registry(registry)
