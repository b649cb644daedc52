# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Namespaces that must never be behind our webhooks, so that the cluster can always start."""

from collections.abc import Iterable, Iterator

from checkup.api import Api, listed
from checkup.line import Line, Standing
from cluster.errors import NotFoundError
from cluster.objects import namespace_of, policy_of
from hub.namespace_writer import is_protected
from trust.names import POLICIES_PATH, PROTECTED_LABEL
from trust.namespace import NEVER_PROTECTED
from trust.policy import TrustPolicy


def never_behind(api: Api, *, others: Iterable[str] = ()) -> Iterator[Line]:
    """Tell which of them carries the protecting label, or is selected by an enforced policy.

    Args:
        api: The API server.
        others: Names besides those that the webhook configurations leave out: cert-manager's.
    """
    policies = _policies(api)
    namespaces = {each.name: each for each in map(namespace_of, listed(api, "/api/v1/namespaces"))}
    for name in sorted({*NEVER_PROTECTED, *others}):
        if name not in namespaces:
            continue
        namespace = namespaces[name]
        selecting = [policy.name for policy in policies if is_protected(namespace, [policy])]
        if PROTECTED_LABEL in namespace.labels:
            yield _wrong(
                name,
                f"carries the label {PROTECTED_LABEL}={namespace.labels[PROTECTED_LABEL]}",
                f"kubectl label namespace {name} {PROTECTED_LABEL}-",
            )
        elif selecting:
            yield _wrong(
                name,
                f"is selected by TrustPolicy {', '.join(selecting)}: it would be refused pods when "
                "the webhook is down, and the webhook would wait for its certificate",
                "leave it out of the policy's namespaceSelector (kubernetes.io/metadata.name, "
                "operator NotIn)",
            )
        else:
            yield Line(
                check="never-behind",
                subject=f"namespace {name}",
                standing=Standing.OK,
                detail="does not wait for the webhook",
            )


def _policies(api: Api) -> list[TrustPolicy]:
    try:
        return [policy_of(raw) for raw in listed(api, POLICIES_PATH)]
    except NotFoundError:  # not installed yet
        return []


def _wrong(name: str, detail: str, remedy: str) -> Line:
    return Line(
        check="never-behind",
        subject=f"namespace {name}",
        standing=Standing.WRONG,
        detail=detail,
        remedy=remedy,
    )
