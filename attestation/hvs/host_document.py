# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hosts and their states, as ``GET /hosts?getHostStatus=true`` lists them.

Source: isecl.md §5. The report of a host that cannot be reached is served on until it expires, and
after: whether HVS has contact with the host stands here alone.
"""

from dataclasses import dataclass

from attestation.hvs.instants import parse_uuid
from trust.document import Fields
from trust.errors import ReportError

CONNECTED = "CONNECTED"
_STATES = frozenset(
    {
        CONNECTED, "UNKNOWN", "QUEUE", "CONNECTION_FAILURE", "CONNECTION_TIMEOUT", "UNAUTHORIZED",
        "AIK_NOT_PROVISIONED", "EC_NOT_PRESENT", "MEASURED_LAUNCH_FAILURE", "TPM_OWNERSHIP_FAILURE",
        "TPM_NOT_PRESENT", "UNSUPPORTED_TPM", "INVALID",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """A host as HVS knows it.

    Attributes:
        id: At HVS.
        hardware_uuid: In lower case; empty before HVS ever reached it.
        state: One of those that HVS documents; empty where it says none of them.
    """

    id: str
    hardware_uuid: str
    state: str


def parse_host(document: object) -> Host:
    """Read one host.

    Raises:
        ReportError: It is none; the text starts with the field's path.
    """
    fields = Fields(document, path="", error=ReportError)
    state = fields.fields("status", optional=True).take("host_state", str, "")
    return Host(
        id=_uuid(fields, "id"),
        hardware_uuid=_uuid(fields, "hardware_uuid") if fields.has("hardware_uuid") else "",
        state=state if state in _STATES else "",
    )


def _uuid(fields: Fields, name: str) -> str:
    try:
        return parse_uuid(fields.take(name, str))
    except ValueError as exc:
        raise fields.fail(name, str(exc)) from exc
