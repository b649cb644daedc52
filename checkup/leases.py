# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who leads, by the Leases of our namespace (coordination.k8s.io/v1)."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from checkup.api import Api, Raw, listed
from checkup.deployments import OURS
from checkup.line import Line, Standing
from trust.duration import format_duration

REQUIRED = "bondstone-scheduler"
_PATH = f"/apis/coordination.k8s.io/v1/namespaces/{OURS}/leases"


def leases(api: Api, *, now: Callable[[], datetime]) -> Iterator[Line]:
    """Tell of each who holds it, and whether it was renewed in time."""
    found = {str(raw["metadata"]["name"]): raw for raw in listed(api, _PATH)}
    for name, raw in sorted(found.items()):
        yield _of(name, raw, now())
    if REQUIRED not in found:
        detail = "does not exist: no scheduler of ours has ever led"
        yield _line(REQUIRED, Standing.WRONG, detail, "see whether bondstone-scheduler runs")


def _of(name: str, raw: Raw, now: datetime) -> Line:
    spec = raw.get("spec") or {}
    holder = str(spec.get("holderIdentity") or "")
    remedy = f"see whether the component {name} runs"
    try:
        age = now - datetime.fromisoformat(str(spec["renewTime"]))
        lasts = timedelta(seconds=int(spec["leaseDurationSeconds"]))
    except (LookupError, TypeError, ValueError):
        return _line(name, Standing.WRONG, "says nothing of its renewal", remedy)
    if not holder or age > lasts:
        detail = f"has no holder since {format_duration(age)}"
        return _line(name, Standing.WRONG, detail, remedy)
    return _line(name, Standing.OK, f"is held by {holder}", "")


def _line(name: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(
        check="leases", subject=f"Lease {name}", standing=standing, detail=detail, remedy=remedy
    )
