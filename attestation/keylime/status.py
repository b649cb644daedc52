# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The status of one agent, as a verifier tells it: only what decides, and nothing secret.

The object holds ``v``, the verifier's half of a key; it is dropped here. Fields that older
versions do not have are None.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from attestation.errors import AnswerError
from attestation.keylime.pcr_policy import pinned_pcrs
from trust.names import is_dns_name
from trust.printable import printable

_PERIOD = re.compile(r"([0-9]{1,6})s")
_LARGEST = 2**37
"""Counts and seconds since 1970 that still are instants: beyond the year 9999 there are none."""
_LONGEST_EVENT = 120
_LONGEST_METADATA = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentStatus:
    """One agent.

    Attributes:
        agent_id: Its name at verifier and registrar.
        state: operational_state; None for an agent that pushes its evidence.
        outcome: attestation_status, empty where it is not told.
        severity: Of the worst event, None where there was none.
        event: last_event_id, empty where there was none.
        count: attestation_count: how many quotes were good.
        received: When the verifier received the last quote, by its clock, in seconds; 0 for never.
        succeeded: When the last good one was; 0 for never.
        period: Between two quotes, None where it is not told.
        pcrs: PCRs whose values the verifier compares.
        node: Name of a node that whoever enrolled it wrote beside it (meta_data), empty where there
            is none; it identifies nothing.
    """

    agent_id: str
    state: int | None
    outcome: str = ""
    severity: int | None = None
    event: str = ""
    count: int = 0
    received: int = 0
    succeeded: int = 0
    period: timedelta | None = None
    pcrs: frozenset[int] = frozenset()
    node: str = ""


def parse_status(agent_id: str, value: object) -> AgentStatus:
    """Read the object that a verifier gives for an agent; fields that we do not know are ignored.

    Raises:
        AnswerError: A field that decides is of another type than it has.
    """
    if not isinstance(value, dict) or "operational_state" not in value:
        raise AnswerError(f"agent {agent_id}: it has no operational_state")
    return AgentStatus(
        agent_id=agent_id,
        state=_number(agent_id, value, "operational_state"),
        outcome=_text(agent_id, value, "attestation_status"),
        severity=_number(agent_id, value, "severity_level"),
        event=_text(agent_id, value, "last_event_id"),
        count=_number(agent_id, value, "attestation_count") or 0,
        received=_number(agent_id, value, "last_received_quote") or 0,
        succeeded=_number(agent_id, value, "last_successful_attestation") or 0,
        period=_period(agent_id, value),
        pcrs=pinned_pcrs(value.get("tpm_policy")),
        node=_node(value.get("meta_data")),
    )


def _node(metadata: object) -> str:
    """Read the name of a node out of free text; whatever is something else names none."""
    if not isinstance(metadata, str) or len(metadata) > _LONGEST_METADATA:
        return ""
    try:
        document = json.loads(metadata)
    except (ValueError, RecursionError):
        return ""
    name = document.get("node") if isinstance(document, dict) else None
    return name if isinstance(name, str) and is_dns_name(name) else ""


def _number(agent_id: str, value: Mapping[str, object], name: str) -> int | None:
    found = value.get(name)
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found < _LARGEST:
        raise AnswerError(f"agent {agent_id}: its {name} is not a whole number")
    return found


def _text(agent_id: str, value: Mapping[str, object], name: str) -> str:
    found = value.get(name)
    if found is None:
        return ""
    if not isinstance(found, str):
        raise AnswerError(f"agent {agent_id}: its {name} is not a text")
    return printable(found[:_LONGEST_EVENT])


def _period(agent_id: str, value: Mapping[str, object]) -> timedelta | None:
    match = _PERIOD.fullmatch(_text(agent_id, value, "attestation_period"))
    return timedelta(seconds=int(match[1])) if match else None
