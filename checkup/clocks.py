# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Clocks of nodes, by the instants at which kubelets renew their Leases (coordination.k8s.io/v1).

A Report is as old as clocks say. A kubelet renews its Lease every 10 s and writes its own time into
it: one that lies in the future comes of a clock that is ahead, one long past of a clock that is
behind, or of a node that is gone.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from checkup.api import Api, listed
from checkup.line import Line, Standing
from cluster.server_clock import server_time
from trust.duration import format_duration

AHEAD = timedelta(seconds=5)
BEHIND = timedelta(seconds=60)
"""Four renewals and more are missing by then; the node counts as lost after 40 to 50 s."""
_LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"
_SHOWN = 20


def clocks(api: Api, *, now: Callable[[], datetime]) -> Iterator[Line]:
    """Tell which clocks differ from the API server's: that of this machine, and those of nodes."""
    leases = listed(api, _LEASES)
    server = server_time(api.create_dry)
    yield _own(now() - server)
    wrong = []
    for raw in leases:
        name = str(raw["metadata"]["name"])
        text = str((raw.get("spec") or {}).get("renewTime") or "")
        try:
            late = server - datetime.fromisoformat(text)
        except (ValueError, TypeError):
            wrong.append(_line(name, Standing.UNKNOWN, "its Lease says no time"))
            continue
        if late < -AHEAD:
            detail = f"its clock is {format_duration(-late)} ahead of the API server's"
            wrong.append(_line(name, Standing.WRONG, detail))
        elif late > BEHIND:
            detail = f"it renewed its Lease {format_duration(late)} ago: it is gone, or its clock "
            wrong.append(_line(name, Standing.WRONG, f"{detail}is behind"))
    yield from wrong[:_SHOWN]
    if len(wrong) > _SHOWN:
        yield _line("others", Standing.WRONG, f"and {len(wrong) - _SHOWN} more nodes")
    if not wrong:
        detail = f"the clocks of {len(leases)} nodes agree with the API server's"
        yield Line(check="clocks", subject="nodes", standing=Standing.OK, detail=detail)


def _own(ahead: timedelta) -> Line:
    if abs(ahead) <= AHEAD:
        detail = "its clock agrees with the API server's"
        return Line(check="clocks", subject="this machine", standing=Standing.OK, detail=detail)
    word = "ahead of" if ahead > timedelta() else "behind"
    return Line(
        check="clocks",
        subject="this machine",
        standing=Standing.WRONG,
        detail=f"its clock is {format_duration(abs(ahead))} {word} the API server's",
        remedy="let NTP set both clocks; one of them is wrong",
    )


def _line(node: str, standing: Standing, detail: str) -> Line:
    return Line(
        check="clocks",
        subject=f"node {node}",
        standing=standing,
        detail=detail,
        remedy=f"let NTP set the clock of {node}, or remove the Node when the machine is gone",
    )
