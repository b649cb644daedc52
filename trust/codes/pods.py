# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about a pod itself: where it asks to run, and what an update changes."""

from trust.codes.code import deny

PODS = (
    deny(
        "protection-removed",
        "An update takes the pod out of a policy that it was judged by, or out of its asset tags.",
        "keep the labels and annotations that it was created with",
    ),
    deny(
        "selected-after-placement",
        "An update brings a pod that has its node, or may be getting one, under a policy.",
        "create the pod anew with these labels and annotations, or set them while it has a "
        "scheduling gate",
    ),
    deny(
        "node-name-set",
        "A new pod names its node, so that no scheduler asks for a trusted one.",
        "remove spec.nodeName",
    ),
    deny(
        "scheduler-foreign",
        "The pod names a scheduler that does not ask Bondstone's extender.",
        "leave spec.schedulerName out",
    ),
    deny(
        "placement-contradiction",
        "The pod's own node selector or affinity excludes every node that the policy allows.",
        "remove the contradicting constraint from the pod",
    ),
    deny(
        "asset-tags-annotation",
        "The annotation bondstone.dev/asset-tags cannot be read.",
        'write it as "region=EU,tier=1"',
    ),
    deny(
        "image-not-pinned",
        "The image has no digest, so that its tag may move after the decision.",
        "let the mutating webhook pin it (again, if the registry was away just now), or write "
        "name:tag@sha256:…",
    ),
    deny(
        "image-not-pulled-anew",
        "The pull policy of an encrypted image is not Always: a node that has it asks nobody.",
        "set it to Always, for a pod that exists by creating it anew",
    ),
    deny(
        "placement-not-intact",
        "The required node affinity that the policy asks for is not in every term of the pod's.",
        "remove what strips it after Bondstone's mutating webhook, or write the affinity into the "
        "pod",
    ),
)
