# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where Bondstone's components learn of the world: registries, and who vouches for nodes."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from localcluster.errors import LocalClusterError
from localcluster.pki import Pki
from trust.names import API_GROUP, API_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where the components learn of the world.

    Attributes:
        reports: The file of Reports; not looked at where there are services.
        services: Entries of the document of verification services, each with its own pace; the
            file of Reports can be one of them (type UnsafeReportsFile).
        registries: Entries of the registries file, by host.
        tag_authority: Public keys of who signs tag records, None where nobody does.
        tag_revocations: What that has revoked, None for nothing.
        hinting: Authority of whom the hub takes hints from, and the name in its certificate; None
            for nobody.
        max_staleness: Of the file of Reports, as the command line takes it.
        poll_period: The same.
    """

    reports: Path | None = None
    services: Sequence[Mapping[str, object]] = ()
    registries: dict[str, dict[str, str]] = field(default_factory=dict)
    tag_authority: Path | None = None
    tag_revocations: Path | None = None
    hinting: tuple[Path, str] | None = None
    max_staleness: str = "6s"
    poll_period: str = "500ms"

    def vouching(self, folder: Path) -> list[str]:
        """Return the options that say who vouches for nodes, and for their tags.

        Args:
            folder: Where the document of verification services is written.

        Raises:
            LocalClusterError: Nobody does.
        """
        authority = [f"--tag-authority={self.tag_authority}"] if self.tag_authority else []
        if self.tag_revocations:
            authority.append(f"--tag-revocations={self.tag_revocations}")
        if self.services:
            document = folder / "verification-services.json"
            document.write_text(services_document(self.services))
            return [*authority, f"--verification-services={document}"]
        if self.reports is None:
            raise LocalClusterError("give a file of Reports or verification services")
        return [
            *authority,
            f"--unsafe-reports-file={self.reports}",
            f"--max-staleness={self.max_staleness}",
            f"--poll-period={self.poll_period}",
        ]

    def hints(self, port: int, pki: Pki) -> list[str]:
        """Return the options of the hub's endpoint for hints.

        Args:
            port: Where it listens.
            pki: Of whom it has its certificate.
        """
        if self.hinting is None:
            return []
        authority, client = self.hinting
        return [
            f"--hints-port={port}",
            f"--hints-tls-cert={pki.certificate('hub')}",
            f"--hints-tls-key={pki.key('hub')}",
            f"--hints-client-ca={authority}",
            f"--hints-client-name={client}",
        ]


def services_document(services: Sequence[Mapping[str, object]]) -> str:
    """Write the document of ``--verification-services``; JSON is YAML."""
    kind = {"apiVersion": f"{API_GROUP}/{API_VERSION}", "kind": "VerificationServices"}
    return json.dumps({**kind, "services": list(services)})
