# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: every source that a policy names is configured; one that is not cannot vouch."""

from trust.need import Need
from trust.sources import Sources
from trust.verdict import Finding, Outcome


def sources_configured(need: Need, sources: Sources) -> Finding | None:
    """Give UNKNOWN that names the sources which nobody asks."""
    missing = sources.missing(need.sources)
    if not missing:
        return None
    names = " and ".join(f'"{name}"' for name in missing)
    return Finding(
        code="source-not-configured",
        outcome=Outcome.UNKNOWN,
        detail=f"verification service {names} is named by a policy and not configured",
    )
