# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The file that lists registries."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certs.authority import Authority
from images.errors import RegistriesError
from images.registries_file import read_registries


def write(folder: Path, text: str) -> Path:
    path = folder / "registries.yaml"
    path.write_text(text)
    return path


def test_a_listed_registry_is_found_and_others_are_not(tmp_path: Path) -> None:
    authority = Authority.create("CA", lifetime=timedelta(days=1), now=datetime.now(UTC))
    (tmp_path / "ca.crt").write_bytes(authority.pair().certificate)
    (tmp_path / "password").write_text("pass:word\n")
    text = f"""
registries:
  "r.example:5000":
    {{caFile: {tmp_path}/ca.crt, username: bob, passwordFile: {tmp_path}/password}}
"""
    registries = read_registries(write(tmp_path, text))
    found = registries.find("r.example:5000")
    assert found is not None
    assert found.ca_file == tmp_path / "ca.crt"
    assert "password" not in repr(found)
    assert registries.find("r.example") is None
    assert (found.username, found.password_file) == ("bob", tmp_path / "password")


def test_a_star_spells_out_any_registry(tmp_path: Path) -> None:
    found = read_registries(write(tmp_path, 'registries: {"*": {}}')).find("any.example")
    assert found is not None
    assert found.ca_file is None
    assert found.username is None


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[]", "must be an object"),
        ("registries: {r.example: {b: 1}}", "registries.r.example.b: is not a field"),
        ("other: {}", "registries: is required"),
        ("registries: {r.example: {username: bob}}", "username and passwordFile go together"),
        (
            "registries: {r.example: {caFile: /nowhere}}",
            "registries.r.example.caFile: /nowhere is not a file",
        ),
        ('registries: {"*": {caFile: /nowhere}}', "takes no settings"),
        ("registries: {r.example: {username: 'b:c', passwordFile: x}}", "must not contain a colon"),
        ("registries: {", "cannot be parsed"),
        ("registries: {r.example: }", "registries.r.example: must be an object, not null"),
        ("registries: {1: {}}", "registries: must be an object"),
        ("registries: {r.example: {caFile: }}", "registries.r.example.caFile: is null"),
        ("registries: {r.example: {}, r.example: {}}", "stands twice"),
        ("registries: {R.example: {}}", "is not a registry as references name it"),
        ("registries: {index.docker.io: {}}", "is not a registry as references name it"),
        ("registries: {'https://r.example': {}}", "is not a registry as references name it"),
        (f"registries: {{}} #{'x' * 1024 * 1024}", "is larger than 1048576 bytes"),
    ],
)
def test_a_mistake_is_named_with_its_field(tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(RegistriesError, match="registries file") as caught:
        read_registries(write(tmp_path, text))
    assert problem in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(RegistriesError, match="cannot be read"):
        read_registries(tmp_path / "none.yaml")


@pytest.mark.parametrize("content", [b"", b"no PEM", b"\xff\xfe"])
def test_an_authority_that_holds_no_certificate_is_refused_at_once(
    tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "ca.crt").write_bytes(content)
    text = f"registries: {{r.example: {{caFile: {tmp_path}/ca.crt}}}}"
    with pytest.raises(RegistriesError, match=r"r\.example\.caFile: .* holds no certificate"):
        read_registries(write(tmp_path, text))


def test_mirrors_are_asked_for_digests_in_order_and_for_tags_where_it_says_so(
    tmp_path: Path,
) -> None:
    text = """
registries:
  a.example: {mirrors: [m.example, n.example]}
  b.example: {mirrors: [n.example], mirrorsFor: tags}
  m.example: {}
  n.example: {}
"""
    registries = read_registries(write(tmp_path, text))
    first, second = registries.require("a.example"), registries.require("b.example")
    found = registries.mirrors_of(first, by_digest=True)
    assert [mirror.host for mirror in found] == ["m.example", "n.example"]
    assert registries.mirrors_of(first, by_digest=False) == ()
    assert [one.host for one in registries.mirrors_of(second, by_digest=False)] == ["n.example"]


@pytest.mark.parametrize(
    ("entries", "why"),
    [
        ("{a.example: {mirrors: [m.example]}}", "'m.example' must be another listed registry"),
        ("{a.example: {mirrors: [a.example]}}", "'a.example' must be another listed registry"),
        ('{a.example: {mirrors: ["*"]}, "*": {}}', "must be another listed registry"),
        ('{"*": {mirrors: [a.example]}, a.example: {}}', "takes no settings"),
        ("{a.example: {mirrorsFor: everything}}", "mirrorsFor: must be one of digests, tags"),
        ("{a.example: {mirrors: [3]}}", "must be a string"),
    ],
)
def test_mirrors_that_cannot_be_asked_are_refused(tmp_path: Path, entries: str, why: str) -> None:
    with pytest.raises(RegistriesError) as caught:
        read_registries(write(tmp_path, f"registries: {entries}"))
    assert why in str(caught.value)


def test_a_registry_that_a_star_lets_in_is_not_listed(tmp_path: Path) -> None:
    registries = read_registries(write(tmp_path, 'registries: {"*": {}, a.example: {}}'))
    assert registries.require("a.example").listed
    assert not registries.require("b.example").listed
