# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Answers of a real verifier and registrar (7.14.3), and statuses made of them."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from attestation.keylime.appraisal import Told, appraise
from attestation.keylime.clock import Clock
from attestation.keylime.demands import Demands
from attestation.keylime.progress import Progress
from attestation.keylime.status import parse_status
from trust.report import Report

FOLDER = Path(__file__).parents[3] / "assets" / "keylime"
PASSED_AT = 1795432083
"""last_successful_attestation of the recorded agent, in seconds since 1970."""
EK = "ab" * 32
PINNED = '{"15": ["' + "0" * 64 + '"], "mask": "0x8000"}'


def recorded(name: str) -> Any:  # noqa: ANN401  JSON
    """Return a recorded document."""
    return json.loads((FOLDER / f"{name}.json").read_text())


def agent(name: str = "agent-pass", **changes: object) -> dict[str, object]:
    """Return the status object of a recorded agent, with PCR 15 pinned, and with changes."""
    return {**recorded(name)["results"], "tpm_policy": PINNED, **changes}


def told(after: float = 1, *, at: int = PASSED_AT, api: str = "2.6") -> Told:
    """Return an answer that was served so many seconds after an instant, by clocks that agree."""
    served = datetime.fromtimestamp(at, UTC) + timedelta(seconds=after)
    return Told(served_at=served, received_at=served, clock=Clock(timedelta()), api=api)


def report(
    *,
    after: float = 1,
    demands: Demands | None = None,
    since: float = 0,
    api: str = "2.6",
    **changes: object,
) -> Report:
    """Appraise the recorded agent, changed, so many seconds after its last good quote."""
    status = parse_status(EK, agent(**changes))  # type: ignore[arg-type]
    now = told(after, api=api)
    progress = Progress(status.count, now.served_at - timedelta(seconds=since))
    return appraise(status, now, progress=progress, demands=demands or Demands())
