# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Protected namespaces get a label: the webhook configurations fail closed for those that have it.

A namespace is protected when any enforced policy can select a pod in it. The label is only ever
added or removed for that reason; one that an administrator wrote is left while it is right.
"""

from collections.abc import Iterable, Mapping

from hub.neighbours import Writer
from hub.node_writer import FIELD_MANAGER
from trust.names import PROTECTED_LABEL
from trust.namespace import NEVER_PROTECTED, Namespace
from trust.policy import Mode, TrustPolicy


def is_protected(namespace: Namespace, policies: Iterable[TrustPolicy]) -> bool:
    """Tell whether an enforced policy can be shown to select the namespace.

    One whose namespaces cannot be read counts for every pod, and for no label: the label stays when
    the policy is mended, so a typing error must not put it on every namespace.
    """
    return namespace.name not in NEVER_PROTECTED and any(
        policy.mode is Mode.ENFORCE
        and not policy.match.guessed
        and policy.match.namespaces.matches(namespace.labels)
        for policy in policies
    )


def label_namespace(writer: Writer, namespace: Namespace, policies: Iterable[TrustPolicy]) -> bool:
    """Add the label where it is missing; True when something was written.

    It is never removed here: a policy that is deleted by mistake must not open a namespace that
    stays labelled. ``kubectl label namespace NAME bondstone.dev/protected-`` takes it off.

    Raises:
        ClusterError: The API server did not take it; the next round tries again.
    """
    if namespace.labels.get(PROTECTED_LABEL) == "true" or not is_protected(namespace, policies):
        return False
    document: Mapping[str, object] = {
        "apiVersion": "v1",
        "kind": "Namespace",
        "metadata": {"name": namespace.name, "labels": {PROTECTED_LABEL: "true"}},
    }
    writer.apply(f"/api/v1/namespaces/{namespace.name}", document, field_manager=FIELD_MANAGER)
    return True
