# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Binding as decisions see it, and the pod that it makes.

The API server merges labels and annotations of a Binding into the pod (its pod registry does, in
assignPod), so that a Binding can change what a pod needs. Its own strategy lets the Binding win.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from trust.document import Fields
from trust.errors import PodError
from trust.need import Need
from trust.pod import Pod, read_identity
from trust.rules.binding_changes_nothing import binding_changes_nothing
from trust.rules.binding_names_pod import binding_is_of, binding_names_pod
from trust.rules.binding_waits_for_gates import binding_waits_for_gates
from trust.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Binding:
    """What is asked: this pod on this node.

    Attributes:
        pod: Name of the pod.
        pod_uid: Its UID, empty where the Binding does not say which pod of that name is meant.
        node: Name of the node.
        labels: They will be the pod's.
        annotations: So will these.
    """

    pod: str
    pod_uid: str
    node: str
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)


def read_binding(document: object, *, namespace: str) -> Binding:
    """Read a Binding (core/v1).

    Raises:
        PodError: A part that decisions rest on is not of the API's shape.
    """
    metadata = read_identity(document, namespace=namespace)
    target = Fields(document, path="", error=PodError).fields("target")
    kind = target.take("kind", str, "")
    if kind not in ("", "Node"):
        raise target.fail("kind", f"must be Node, not {kind[:63]!r}")
    return Binding(
        pod=metadata.name,
        pod_uid=metadata.uid,
        node=target.take("name", str),
        labels=metadata.labels,
        annotations=metadata.annotations,
    )


def bound(pod: Pod, binding: Binding) -> Pod:
    """Return the pod as it will be stored."""
    return replace(
        pod,
        labels={**pod.labels, **binding.labels},
        annotations={**pod.annotations, **binding.annotations},
        node_name=binding.node,
    )


def binding_findings(
    binding: Binding, pod: Pod, *, before: Need, after: Need, watched: bool
) -> Iterator[Finding | None]:
    """Yield what is wrong with a Binding, whatever its node.

    Args:
        binding: What is asked.
        pod: The pod of that name that is there now.
        before: What it needs.
        after: What it will need with the Binding's labels and annotations.
        watched: An enforced policy selects the namespace, or the pod asks for something itself.
    """
    if watched:
        yield binding_names_pod(binding.pod_uid)
    yield binding_is_of(binding.pod_uid, pod.uid)
    yield binding_waits_for_gates(gated=pod.gated)
    yield binding_changes_nothing(before, after)
