# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: a pod is brought under a policy about nodes while nobody can be placing it.

A Binding under way was judged by the labels of before, and is not to be seen in the pod. Only a
scheduling gate says that there is none; gates come off and are never added, so that no Binding
which passed us can meet a later change of labels.
"""

from trust.need import Need
from trust.pod import Pod
from trust.verdict import Finding, Outcome


def selected_in_time(need: Need, old: Pod) -> Finding | None:
    """Give a denial when an update brings a pod under a Need about nodes, and has no gate before.

    Args:
        need: What the update makes it ask.
        old: The pod before the update.
    """
    if not need.trust_required or old.gated:
        return None
    asking = " and ".join(f'TrustPolicy "{name}"' for name in need.policies) or "its asset tags"
    when = "when it may be being placed"
    if old.node_name:
        when = f'after it was placed on node "{old.node_name}"'
    return Finding(
        code="selected-after-placement",
        outcome=Outcome.DENY,
        detail=f"the update brings the pod under {asking} {when}",
    )
