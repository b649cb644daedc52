# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: a Binding says by its UID which pod it means.

Without a UID the API server binds whatever pod has the name by then: one that is deleted and
created again between our answer and the write would be bound by what another one needs. The API
server drops the UID of what is posted to the old resource ``bindings`` (seen on 1.36), so nothing
that a policy may protect can be bound there.
"""

from trust.verdict import Finding, Outcome


def binding_names_pod(pod_uid: str) -> Finding | None:
    """Give a denial for a Binding without metadata.uid."""
    if pod_uid:
        return None
    return Finding(
        code="binding-without-uid",
        outcome=Outcome.DENY,
        detail="metadata.uid of the Binding is missing, so that it would bind any pod of this name",
    )


def binding_is_of(pod_uid: str, found_uid: str) -> Finding | None:
    """Give UNKNOWN when the pod that is there is not the one that is meant."""
    if pod_uid in ("", found_uid):
        return None
    return Finding(
        code="binding-of-another-pod",
        outcome=Outcome.UNKNOWN,
        detail="the pod that the Binding names by its UID is not there any more",
    )
