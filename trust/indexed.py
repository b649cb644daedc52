# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Reports found by plain text, for whoever looks at thousands of nodes in a row.

The same as ``Sources.concerning`` and ``Snapshot.report_for``, without making and comparing an
Identity for each node and source.
"""

from collections.abc import Mapping, Sequence

from trust.report import IdentityKind, Node, Report, Snapshot
from trust.sources import ALL_THAT_KNOW_IT, Sources

Asked = Sequence[tuple[Snapshot, Report | None]]
"""The sources that must vouch for a node, each with its Report of it."""


def asked(sources: Sources, node: Node, named: frozenset[str]) -> Asked:
    """Look one node up."""
    concerned = sources.concerning(node, named)
    return [(snapshot, snapshot.report_for(node)) for snapshot in concerned]


class IndexedSources:
    """Sources, indexed once.

    Args:
        sources: All of them.
        named: Those that policies name.
    """

    def __init__(self, sources: Sources, named: frozenset[str]) -> None:
        everyone = not named or ALL_THAT_KNOW_IT in named
        self._snapshots = [
            (snapshot, snapshot.source in named, _by_text(snapshot))
            for snapshot in sources.snapshots
            if everyone or snapshot.source in named
        ]

    def asked(self, node: Node) -> Asked:
        """Look a node up."""
        found = []
        for snapshot, is_named, reports in self._snapshots:
            text = _text(node, snapshot.kind)
            if text is not None:
                found.append((snapshot, reports.get(text)))
            elif is_named:
                found.append((snapshot, None))
        return found


def _text(node: Node, kind: IdentityKind) -> str | None:
    if kind is IdentityKind.NODE_NAME:
        return node.name
    for identity in node.identities:
        if identity.kind is kind:
            return identity.value
    return None


def _by_text(snapshot: Snapshot) -> Mapping[str, Report]:
    """Leave out what is by another kind of identity: it would never be found."""
    return {
        identity.value: report
        for identity, report in snapshot.reports.items()
        if identity.kind is snapshot.kind
    }
