# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The one reason to refuse everything: policies are not known yet."""

from trust.verdict import Finding, Outcome


def policies_unknown() -> Finding:
    """Return why nothing can be judged before the first list of TrustPolicies has come in."""
    return Finding(
        code="policies-not-synced",
        outcome=Outcome.UNKNOWN,
        detail="TrustPolicies have not been read from the API server yet",
    )
