# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""To which node the webhook refused to bind a pod last, as its scheduler wrote down.

A kube-scheduler writes why a Binding failed into the condition PodScheduled (reason SchedulerError)
and tries again. Read back, this leads the pod elsewhere while the extender has not heard yet what
the webhook heard live. It guards nothing: whoever forges a condition narrows the choice of this
one pod, and never to nothing (ADR 0008).
"""

import re
from collections.abc import Mapping

from trust.names import API_GROUP
from trust.verdict import Finding, Outcome

_REFUSED = re.compile(
    rf'admission webhook "[a-z.-]{{1,63}}\.{re.escape(API_GROUP)}" denied the request: '
    r'[^\n]{0,1024}?\bbinding\b[^\n]{0,64}?: node "([a-z0-9.-]{1,253})": '
)
_LONGEST = 4096
"""Characters of a message that are read: our refusals have 1,024 bytes."""


def refused_node(pod: Mapping[str, object]) -> str:
    """Return the node, empty where no Binding was refused or the scheduler wrote otherwise.

    Args:
        pod: As JSON values, of any shape.
    """
    status = pod.get("status")
    conditions = status.get("conditions") if isinstance(status, dict) else None
    for condition in conditions if isinstance(conditions, list) else ():
        if not isinstance(condition, dict) or condition.get("type") != "PodScheduled":
            continue
        message = condition.get("message")
        failed = condition.get("reason") == "SchedulerError" and condition.get("status") == "False"
        if failed and isinstance(message, str):
            found = _REFUSED.search(message[:_LONGEST])
            return found[1] if found else ""
    return ""


def just_refused() -> Finding:
    """Return why the node is left out for this pod."""
    return Finding(
        code="binding-just-refused",
        outcome=Outcome.UNKNOWN,
        detail="the last binding of this pod to this node was refused",
    )
