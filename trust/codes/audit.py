# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about pods that are there already and are not as a judged pod would be."""

from trust.codes.code import deny

_AGAIN = "delete the pod, so that what owns it creates it anew"


AUDIT = (
    deny(
        "mirror-pod",
        "A kubelet runs the pod from a file on its node, so that nobody judged it.",
        "remove the file from the node",
    ),
    deny(
        "namespace-exempt",
        "The pod is in a namespace that is never behind the webhook.",
        "run it in a namespace of its own",
    ),
    deny("image-not-judged", "An image of the pod is bound to no digest.", _AGAIN),
    deny("scheduler-not-ours", "The pod has a scheduler that does not ask the extender.", _AGAIN),
    deny("placement-missing", "The pod lacks the required node affinity.", _AGAIN),
    deny(
        "node-refused",
        "The pod's node does not satisfy the policy now, or cannot be evaluated (unknown).",
        "delete the pod, or repair the node",
    ),
)
