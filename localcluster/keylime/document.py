# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How Bondstone is told of this Keylime: its entry in the document of verification services."""

from collections.abc import Mapping

from localcluster.keylime.lab import KeylimeLab


def service_entry(
    lab: KeylimeLab, *, name: str = "keylime", pace: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Return the entry that connects Bondstone with a Keylime.

    Args:
        lab: The Keylime.
        name: What policies and reasons call it.
        pace: ``pollPeriod``, ``maxStaleness``, ``deadline`` where they are not as usual.
    """
    return {
        "name": name,
        "type": "Keylime",
        "url": lab.verifier.url,
        "registrarURL": lab.registrar.url,
        "caFile": str(lab.ca),
        "clientCertificateFile": str(lab.client_certificate),
        "clientKeyFile": str(lab.client_key),
        **(pace or {}),
    }
