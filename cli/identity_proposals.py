# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which node may be which machine of a verification service: proposals, and evidence of nothing.

What proposes is weaker than what is imported: a kubelet that says which hardware it runs on, or a
word that whoever enrolled an agent wrote beside it. People have to look before they apply.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from attestation.service import Answer
from trust.hardware import is_hardware_uuid, same_hardware
from trust.inventory_plan import Wanted
from trust.printable import printable
from trust.report import Identity, IdentityKind, Node

_BY_NODE = "the node says so of itself (status.nodeInfo.systemUUID)"
_BY_ENROLLER = "whoever enrolled the agent wrote so (meta_data)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Matches, and machines that no node matches, or more than one."""

    wanted: tuple[Wanted, ...]
    remarks: tuple[str, ...]


def propose(answer: Answer, nodes: Mapping[str, Node], *, kind: IdentityKind) -> Proposals:
    """Match the machines of an answer with nodes; what is not clear is left out and told."""
    matches = {
        report.identity: (
            _by_uuid(report.identity, nodes)
            if kind is IdentityKind.HARDWARE_UUID
            else _by_name(answer.node_names.get(report.identity, ""), nodes)
        )
        for report in answer.reports
    }
    counts: dict[str, int] = {}
    for names in matches.values():
        for name in names:
            counts[name] = counts.get(name, 0) + 1
    origin = _BY_NODE if kind is IdentityKind.HARDWARE_UUID else _BY_ENROLLER
    wanted, remarks = [], []
    for identity, names in matches.items():
        if len(names) == 1 and counts[names[0]] == 1:
            wanted.append(Wanted(node=names[0], identities=(identity,), origin=origin))
        else:
            remarks.append(_unclear(identity, names))
    return Proposals(
        wanted=tuple(sorted(wanted, key=lambda each: each.node)), remarks=tuple(sorted(remarks))
    )


def _by_uuid(identity: Identity, nodes: Mapping[str, Node]) -> Sequence[str]:
    if not is_hardware_uuid(identity.value):
        return ()
    return sorted(
        node.name
        for node in nodes.values()
        if same_hardware(node.system_uuid.lower(), identity.value)
    )


def _by_name(name: str, nodes: Mapping[str, Node]) -> Sequence[str]:
    return [name] if name in nodes else ()


def _unclear(identity: Identity, names: Sequence[str]) -> str:
    named = f"{identity.kind.value} {printable(identity.value)}"
    if not names:
        return f"{named}: no node matches"
    if len(names) > 1:
        return f"{named}: more than one node matches: {', '.join(names)}"
    return f"{named}: node {names[0]} matches another machine too"
