# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Broken rules turned into Findings, each with its place in front."""

from images.errors import RuleBrokenError
from trust.verdict import Finding, Outcome


def finding_of(broken: RuleBrokenError, *, subject: str) -> Finding:
    """Turn a broken rule into a denial.

    Args:
        broken: What was found.
        subject: Where, such as a layer; empty for the image itself.
    """
    return Finding(
        code=broken.code,
        outcome=Outcome.DENY,
        detail=f"{subject}: {broken.detail}" if subject else broken.detail,
    )
