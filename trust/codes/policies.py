# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about the policies that apply to a pod."""

from trust.codes.code import Code
from trust.outcome import Outcome

POLICIES = (
    Code(
        "asset-tags-contradict",
        Outcome.DENY,
        "No value of an asset tag is allowed by every policy, and by the annotation of the pod.",
        "make the policies and the pod's annotation agree on a value",
    ),
    Code(
        "key-providers-contradict",
        Outcome.DENY,
        "No key provider is allowed by every policy that applies.",
        "give the policies a key provider in common",
    ),
    Code(
        "policy-invalid",
        Outcome.UNKNOWN,
        "A policy that may apply cannot be read; it counts as the strictest one. In a file it "
        "stops bondstone check.",
        "correct the TrustPolicy",
    ),
)
