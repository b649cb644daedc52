# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TrustPolicies, by the condition Ready that the hub writes."""

from collections.abc import Iterator

from checkup.api import Api, listed
from checkup.line import Line, Standing
from cluster.errors import NotFoundError
from cluster.objects import stored_policy_of
from trust.names import POLICIES_PATH
from trust.policy_status import StoredPolicy


def policies(api: Api) -> Iterator[Line]:
    """Tell of each whether it is Ready, and whether the hub has seen its newest generation."""
    try:
        found = [stored_policy_of(raw) for raw in listed(api, POLICIES_PATH)]
    except NotFoundError:
        yield _line("TrustPolicies", Standing.WRONG, "are not served", "apply the manifests")
        return
    for each in found:
        yield _of(each)
    if not found:
        yield _line("TrustPolicies", Standing.OK, "there is none: nothing is protected", "")


def _of(stored: StoredPolicy) -> Line:
    subject = f"TrustPolicy {stored.policy.name}"
    status = stored.status
    if status.observed_generation != stored.generation:
        detail = f"the hub has not seen generation {stored.generation} of it"
        return _line(subject, Standing.WRONG, detail, "see whether the hub runs")
    if status.ready != "True":
        detail = f"is not Ready ({status.reason}): {status.message}"
        return _line(subject, Standing.WRONG, detail, f"kubectl edit tp {stored.policy.name}")
    count = status.violations or 0
    violations = f", {count} of them violate it" if count else ""
    detail = f"is Ready, selects {status.protected_pods or 0} pods{violations}"
    return _line(subject, Standing.OK, detail, "")


def _line(subject: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(check="policies", subject=subject, standing=standing, detail=detail, remedy=remedy)
