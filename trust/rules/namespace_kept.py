# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: a change of a namespace's labels does not take its pods out of a policy.

Policies select namespaces by labels. Who may edit a namespace and not its policies must not choose
them by dropping a label (peers.md §3 row 16).
"""

from collections.abc import Iterable, Iterator, Mapping

from trust.policy import Mode, TrustPolicy
from trust.verdict import Finding, Outcome


def namespace_kept(
    policies: Iterable[TrustPolicy],
    name: str,
    *,
    before: Mapping[str, str],
    after: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield a denial for each enforced policy that selected the namespace and would not any more.

    Args:
        policies: All TrustPolicies of the cluster.
        name: Of the namespace.
        before: Its labels.
        after: Those that it would have.
    """
    for policy in sorted(policies, key=lambda each: each.name):
        selects = policy.match.namespaces.matches
        if policy.mode is Mode.ENFORCE and selects(before) and not selects(after):
            yield Finding(
                code="namespace-taken-out",
                outcome=Outcome.DENY,
                detail=f'the labels take namespace "{name}" out of TrustPolicy "{policy.name}"',
            )
