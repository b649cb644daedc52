# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tables of nodes and their hardware."""

import pytest

from cli.identities_csv import read_table
from trust.report import Identity, IdentityKind

UUID = "0009e54e-642f-e511-906e-0012795d96dd"
OTHER = "1119e54e-642f-e511-906e-0012795d96dd"
EK = "ab" * 32
HEAD = "node,hardwareUUID,ekHash\n"


def problems(text: str) -> tuple[str, ...]:
    read = read_table(text.encode())
    assert read.wanted == ()
    return read.problems


def test_each_line_is_a_node_with_what_is_known_of_it() -> None:
    read = read_table(f"{HEAD}m1,{UUID},{EK}\n\nm2.example, {OTHER.upper()} ,\n".encode())
    assert read.problems == ()
    first, second = read.wanted
    assert first.identities == (
        Identity(IdentityKind.HARDWARE_UUID, UUID),
        Identity(IdentityKind.EK_HASH, EK),
    )
    assert first.origin == "line 2"
    assert second.node == "m2.example"
    assert second.identities == (Identity(IdentityKind.HARDWARE_UUID, OTHER),)
    assert second.origin == "line 4"


def test_a_table_of_a_spreadsheet_is_read() -> None:
    text = f'"ekHash","node"\r\n"{EK}","m1"\r\n'
    read = read_table(b"\xef\xbb\xbf" + text.encode())
    assert read.problems == ()
    assert read.wanted[0].identities == (Identity(IdentityKind.EK_HASH, EK),)


@pytest.mark.parametrize(
    "head", ["", "node", "hardwareUUID,ekHash", "node,uuid", "node,node,ekHash", "m1," + EK]
)
def test_a_head_that_is_none_is_refused(head: str) -> None:
    assert problems(f"{head}\nm1,{UUID}\n") == (
        "line 1: its head must be node,hardwareUUID,ekHash or leave one of the latter out",
    )


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("m1", "it has 1 columns, and the head 3"),
        (f"m1,{UUID},{EK},x", "it has 4 columns, and the head 3"),
        (f"M 1,{UUID},", "'M 1' is not a name of a node"),
        ("m1,,", "it gives neither a hardwareUUID nor an ekHash"),
        (f"m1,{UUID[1:]},", f"hardwareUUID '{UUID[1:]}' is not the UUID of any hardware"),
        (
            "m1,00000000-0000-0000-0000-000000000000,",
            "hardwareUUID '00000000-0000-0000-0000-000000000000' is not the UUID of any hardware",
        ),
        ("m1,,abc", "ekHash 'abc' is not 64 hexadecimal digits"),
    ],
)
def test_a_line_that_is_wrong_is_told_by_its_number(line: str, problem: str) -> None:
    assert problems(f"{HEAD}m0,{OTHER},\n{line}\n") == (f"line 3: {problem}",)


def test_all_problems_are_told_at_once() -> None:
    assert len(problems(f"{HEAD}M 1,x,y\nm2\n")) == 4


def test_a_node_or_an_identity_that_stands_twice_is_refused() -> None:
    assert problems(f"{HEAD}m1,{UUID},\nm1,,{EK}\n") == (
        "line 3: node m1 stands on line 2 already",
    )
    assert problems(f"{HEAD}m1,{UUID},\nm2,{UUID},\n") == (
        f"line 3: hardware-uuid {UUID} is that of node m1 on line 2 already",
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (HEAD.encode(), "it has no line but its head"),
        (b"\xff\xfe", "it is not UTF-8"),
        (HEAD.encode() + b'm1,"unclosed', "it is no CSV"),
    ],
)
def test_what_is_no_table_is_refused(content: bytes, problem: str) -> None:
    read = read_table(content)
    assert read.wanted == ()
    assert read.problems[0].startswith(problem)


def test_what_is_not_printable_is_escaped_once() -> None:
    (problem,) = problems(f"{HEAD}m1,\x1b[31m,\n")
    assert r"'\x1b[31m'" in problem
