# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Pod that is there already, as the audit sees it: small, for there may be ten thousand."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.affinity import Placement
from trust.pod import Pod
from trust.tags_annotation import AnnotatedTags, read_tags

MIRROR_ANNOTATION = "kubernetes.io/config.mirror"
"""What a kubelet writes on the mirror of a static pod (Kubernetes "Static Pods")."""


@dataclass(frozen=True, slots=True, kw_only=True, weakref_slot=True)
class Shape:
    """What pods of one ReplicaSet have in common, kept once for all of them.

    Attributes:
        labels: metadata.labels.
        annotated: What the pod asks for itself.
        loose: Images, as written, that are bound to no digest.
        scheduler_name: spec.schedulerName.
        placement: Node selector and required affinity.
    """

    labels: Mapping[str, str] = field(default_factory=dict)
    annotated: AnnotatedTags = field(default_factory=AnnotatedTags)
    loose: tuple[str, ...] = ()
    scheduler_name: str = ""
    placement: Placement = field(default_factory=Placement)

    def __hash__(self) -> int:
        """Hash what tells most shapes apart."""
        return hash((frozenset(self.labels.items()), self.loose, self.scheduler_name))


@dataclass(frozen=True, slots=True, kw_only=True)
class ObservedPod:
    """One pod; ``mirror`` tells that a kubelet runs it from a file, and nobody could judge it."""

    namespace: str
    name: str
    uid: str
    node_name: str = ""
    mirror: bool = False
    shape: Shape = field(default_factory=Shape)


def observe(pod: Pod) -> ObservedPod:
    """Reduce a pod to what the audit needs."""
    return ObservedPod(
        namespace=pod.namespace,
        name=pod.name,
        uid=pod.uid,
        node_name=pod.node_name,
        mirror=MIRROR_ANNOTATION in pod.annotations,
        shape=Shape(
            labels=pod.labels,
            annotated=read_tags(pod.annotations),
            loose=tuple(image.image for image in pod.images if "@" not in image.image),
            scheduler_name=pod.scheduler_name,
            placement=pod.placement,
        ),
    )
