# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A table of nodes and their hardware, as people keep it (CSV, RFC 4180)."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from trust.hardware import is_ek_hash, is_hardware_uuid
from trust.inventory import SPEC_FIELDS
from trust.inventory_plan import Wanted
from trust.names import is_dns_name
from trust.report import Identity

TABLE_LIMIT = 4 * 1024 * 1024
"""Bytes: 20,000 lines."""
_NODE = "node"
_KINDS = {column: kind for kind, column in SPEC_FIELDS.items()}
_SHOWN = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadTable:
    """What a table says, and what is wrong with it; of a table with problems nothing is used."""

    wanted: tuple[Wanted, ...] = ()
    problems: tuple[str, ...] = ()


def read_table(content: bytes) -> ReadTable:
    """Read a table: a head of column names, then a line for each node; empty lines are nothing."""
    try:
        text = content.decode("utf-8-sig")
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        head = [cell.strip() for cell in next(rows, [])]
        problem = _problem_of_head(head)
        if problem:
            return ReadTable(problems=(problem,))
        lines = [(rows.line_num, row) for row in rows if any(map(str.strip, row))]
    except UnicodeDecodeError:
        return ReadTable(problems=("it is not UTF-8",))
    except csv.Error as exc:
        return ReadTable(problems=(f"it is no CSV: {exc}",))
    wanted: list[Wanted] = []
    problems: list[str] = []
    for number, row in lines:
        found = list(_problems_of(head, row))
        problems += [f"line {number}: {each}" for each in found]
        if not found:
            wanted.append(_wanted(dict(zip(head, map(str.strip, row), strict=True)), number))
    if not lines:
        problems.append("it has no line but its head")
    problems += _twice(wanted)
    return ReadTable(wanted=() if problems else tuple(wanted), problems=tuple(problems))


def _problem_of_head(head: Sequence[str]) -> str:
    known = {_NODE, *_KINDS}
    if _NODE in head and len(head) > 1 and set(head) <= known and len(set(head)) == len(head):
        return ""
    return "line 1: its head must be node,hardwareUUID,ekHash or leave one of the latter out"


def _problems_of(head: Sequence[str], row: Sequence[str]) -> Iterator[str]:
    if len(row) != len(head):
        yield f"it has {len(row)} columns, and the head {len(head)}"
        return
    cells = dict(zip(head, map(str.strip, row), strict=True))
    if not is_dns_name(cells[_NODE]):
        yield f"{_shown(cells[_NODE])} is not a name of a node"
    if not any(cells.get(column) for column in _KINDS):
        yield "it gives neither a hardwareUUID nor an ekHash"
    uuid, ek_hash = cells.get("hardwareUUID", "").lower(), cells.get("ekHash", "").lower()
    if uuid and not is_hardware_uuid(uuid):
        yield f"hardwareUUID {_shown(uuid)} is not the UUID of any hardware"
    if ek_hash and not is_ek_hash(ek_hash):
        yield f"ekHash {_shown(ek_hash)} is not 64 hexadecimal digits"


def _wanted(cells: Mapping[str, str], number: int) -> Wanted:
    return Wanted(
        node=cells[_NODE],
        identities=tuple(
            Identity(kind, cells[column].lower())
            for column, kind in _KINDS.items()
            if cells.get(column)
        ),
        origin=f"line {number}",
    )


def _twice(wanted: Sequence[Wanted]) -> Iterator[str]:
    """Yield what stands twice: a node, or an identity."""
    nodes: dict[str, Wanted] = {}
    identities: dict[Identity, Wanted] = {}
    for each in wanted:
        before = nodes.setdefault(each.node, each)
        if before is not each:
            yield f"{each.origin}: node {each.node} stands on {before.origin} already"
        for identity in each.identities:
            first = identities.setdefault(identity, each)
            if first.node != each.node:
                yield (
                    f"{each.origin}: {identity.kind.value} {identity.value} is that of node "
                    f"{first.node} on {first.origin} already"
                )


def _shown(text: str) -> str:
    return repr(text[:_SHOWN])  # which escapes what is not printable
