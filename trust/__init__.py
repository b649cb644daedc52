# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The core: pure values and rules. No I/O, no clock, no environment; the standard library only.

Every decision of Bondstone is a function here, of values and one ``now``. A *Need* (what a pod
asks, computed from TrustPolicies) meets a *Report* (what a verification service says of a node)
and *ImageEvidence* (what a registry serves); each rule gives a *Finding* or nothing; Findings make
a *Verdict*: ALLOW, DENY or UNKNOWN.
"""
