# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: the pod names its image by digest, so that what was judged is what runs."""

from trust.reference import Reference
from trust.verdict import Finding, Outcome


def image_pinned(reference: Reference) -> Finding | None:
    """Give a denial for a reference without digest: its tag may move after the decision."""
    if reference.digest is not None:
        return None
    return Finding(
        code="image-not-pinned",
        outcome=Outcome.DENY,
        detail="it is not pinned to a digest",
    )
