# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""NodeIdentities written as somebody's import says, all tried before any is written."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from cluster.errors import ClusterError
from trust.names import API_GROUP, API_VERSION, IDENTITIES_PATH

FIELD_MANAGER = "bondstone-identities-import"
"""Its own: whoever writes tag records or a status keeps what is theirs (KEP-555)."""


class Writer(Protocol):
    """The API server, as far as it is written to here."""

    def apply(
        self,
        path: str,
        document: Mapping[str, object],
        *,
        field_manager: str,
        dry: bool = False,
    ) -> object:
        """Apply on the server; a dry run is judged in full and stored nowhere.

        Raises:
            ClusterError: It was refused.
        """
        ...


def write_identities(writer: Writer, specs: Sequence[tuple[str, Mapping[str, str]]]) -> None:
    """Write the spec of each node, in this order, once the API server would take all of them.

    Raises:
        ClusterError: It would not take one, and then nothing was written; or it broke down in
            between, and the text says which were written.
    """
    for node, spec in specs:
        try:
            _apply(writer, node, spec, dry=True)
        except ClusterError as exc:
            raise ClusterError(f"{exc}; nothing was changed") from exc
    written: list[str] = []
    for node, spec in specs:
        try:
            _apply(writer, node, spec, dry=False)
        except ClusterError as exc:
            done = f"written before: {', '.join(written)}" if written else "nothing was changed"
            raise ClusterError(f"{exc}; {done}") from exc
        written.append(node)


def _apply(writer: Writer, node: str, spec: Mapping[str, str], *, dry: bool) -> None:
    document = {
        "apiVersion": f"{API_GROUP}/{API_VERSION}",
        "kind": "NodeIdentity",
        "metadata": {"name": node},
        "spec": dict(spec),
    }
    path = f"{IDENTITIES_PATH}/{node}"
    writer.apply(path, document, field_manager=FIELD_MANAGER, dry=dry)
