# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pod templates of controllers: where each kind has its own, and the Pod that would come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from trust.admission import read_reference
from trust.daemons import without_unknown
from trust.document import Fields
from trust.errors import PodError
from trust.need import Need
from trust.pod import Pod, PodImage
from trust.reference import Reference
from trust.verdict import Finding

_INHERITED = ("name", "generateName", "deletionTimestamp")
"""Metadata that say which object it is, and whether it goes."""
_TEMPLATED = ("labels", "annotations")
"""Metadata that each of its pods will have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateKind:
    """A kind whose objects make pods.

    Attributes:
        name: As people call it.
        path: Steps from the object to its template.
        fixed: The template cannot be changed any more once the object is there.
        for_each_node: Its controller itself looks at the nodes, all the time.
    """

    name: str
    path: tuple[str, ...] = ("spec", "template")
    fixed: bool = False
    for_each_node: bool = False

    @property
    def pointer(self) -> str:
        """The path of the template as a JSON Pointer (RFC 6901)."""
        return "".join(f"/{step}" for step in self.path)


TEMPLATE_KINDS: Mapping[str, TemplateKind] = {
    "replicationcontrollers": TemplateKind(name="ReplicationController"),
    "deployments.apps": TemplateKind(name="Deployment"),
    "statefulsets.apps": TemplateKind(name="StatefulSet"),
    "daemonsets.apps": TemplateKind(name="DaemonSet", for_each_node=True),
    "replicasets.apps": TemplateKind(name="ReplicaSet"),
    # Of a suspended Job a few fields may change (KEP-2926): not worth a patch that is refused.
    "jobs.batch": TemplateKind(name="Job", fixed=True),
    "cronjobs.batch": TemplateKind(
        name="CronJob", path=("spec", "jobTemplate", "spec", "template")
    ),
}
"""By resource as kubectl writes it; whatever else makes pods is stopped at the pod."""


def pod_of(document: object, kind: TemplateKind) -> dict[str, object] | None:
    """Return the Pod that would come of an object, or None where it has no template.

    It bears the object's name, and the labels, annotations and spec of the template.

    Raises:
        PodError: What leads to the template, or its metadata, is not of the API's shape.
    """
    fields = Fields(document, path="", error=PodError)
    own = fields.fields("metadata").rest()
    *parents, last = kind.path
    for step in parents:
        fields = fields.fields(step)
    if not fields.has(last):  # null, as a ReplicationController's may be
        return None
    template = fields.fields(last)
    theirs = template.fields("metadata", optional=True).rest()
    metadata = {key: own[key] for key in _INHERITED if key in own}
    metadata |= {key: theirs[key] for key in _TEMPLATED if key in theirs}
    spec = template.take("spec", dict)
    return {"metadata": metadata, "spec": without_unknown(spec) if kind.for_each_node else spec}


def made_by_controller(document: Mapping[str, object]) -> bool:
    """Tell whether another controller made the object, and compares it with what it wanted.

    A Deployment whose ReplicaSet was changed on its way takes it for somebody else's, and makes
    another one, for ever. A forged owner gains nothing: the pods are changed and judged themselves.
    """
    metadata = document.get("metadata")
    owners = metadata.get("ownerReferences") if isinstance(metadata, Mapping) else None
    return any(
        isinstance(owner, Mapping) and owner.get("controller") is True
        for owner in (owners if isinstance(owners, list) else ())
    )


def pinned_before(image: PodImage, old: Pod | None) -> str | None:
    """Return what stood in the place of an image, where it was the same one with a digest."""
    for before in old.images if old else ():
        if before.owner == image.owner and _unpinned(before) == _unpinned(image):
            return before.image
    return None


def _unpinned(image: PodImage) -> Reference | Finding:
    reference = read_reference(image)
    return reference if isinstance(reference, Finding) else replace(reference, digest=None)


def touches(pod: Pod, need: Need, *, old: Pod, old_need: Need) -> bool:
    """Tell whether an update of a template changes anything that is judged of its pods."""
    return need != old_need or _judged(pod) != _judged(old)


def _judged(pod: Pod) -> tuple[object, ...]:
    return (pod.images, pod.placement, pod.scheduler_name, pod.node_name)
