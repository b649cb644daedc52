# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Pod as decisions see it: read once from the API's JSON, strictly where it matters."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trust import limits
from trust.affinity import Placement, read_placement
from trust.document import Fields
from trust.errors import PodError
from trust.gates import take_gated

_CONTAINERS = ("initContainers", "containers", "ephemeralContainers")


@dataclass(frozen=True, slots=True, kw_only=True)
class PodImage:
    """One place of a pod that names an image.

    Attributes:
        owner: Who uses it, for people: ``container "api"`` or ``volume "models"``.
        image: The reference as written.
        path: Where, as a JSON Pointer (RFC 6901).
        pull_policy: When the kubelet asks the registry: Always, IfNotPresent or Never.
    """

    owner: str
    image: str
    path: str
    pull_policy: str = ""

    @property
    def pull_policy_path(self) -> str:
        """Where the pull policy of the same place stands, as a JSON Pointer."""
        parent, _, field_name = self.path.rpartition("/")
        return f"{parent}/{'imagePullPolicy' if field_name == 'image' else 'pullPolicy'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pod:
    """What is judged of a Pod; ``name`` ends in ``*`` where the API server will complete it."""

    namespace: str
    name: str
    uid: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    annotations: Mapping[str, str] = field(default_factory=dict)
    images: tuple[PodImage, ...] = ()
    node_name: str = ""
    scheduler_name: str = ""
    runtime_class: str = ""
    placement: Placement = field(default_factory=Placement)
    pull_secrets: tuple[str, ...] = ()
    deleting: bool = False
    gated: bool = False


def read_pod(document: object, *, namespace: str) -> Pod:
    """Read a Pod.

    Args:
        document: The Pod as JSON values.
        namespace: Where it is created; its own metadata may not say.

    Raises:
        PodError: A part that decisions rest on is not of the API's shape, or beyond ``limits``.
    """
    return with_spec(read_identity(document, namespace=namespace), document)


def with_spec(identity: Pod, document: object) -> Pod:
    """Read the spec of a Pod whose identity has been read from the same document.

    Raises:
        PodError: A part that decisions rest on is not of the API's shape, or beyond ``limits``.
    """
    spec_document = Fields(document, path="", error=PodError).take("spec", dict)
    spec = Fields(spec_document, path="spec", error=PodError)
    images = tuple(_images(spec))
    if len(images) > limits.IMAGES:
        raise PodError("spec", f"names {len(images)} images, and at most {limits.IMAGES} are read")
    # Written out: every review passes here, and ``replace`` looks each field up by its name.
    return Pod(
        namespace=identity.namespace,
        name=identity.name,
        uid=identity.uid,
        labels=identity.labels,
        annotations=identity.annotations,
        deleting=identity.deleting,
        images=images,
        node_name=spec.take("nodeName", str, ""),
        scheduler_name=spec.take("schedulerName", str, ""),
        runtime_class=spec.take("runtimeClassName", str, ""),
        placement=read_placement(spec_document),
        pull_secrets=tuple(_pull_secrets(spec)),
        gated=take_gated(spec),
    )


def read_identity(document: object, *, namespace: str) -> Pod:
    """Read who a Pod is, which says what is needed of it, and nothing of its spec.

    Raises:
        PodError: Its metadata are not of the API's shape.
    """
    metadata = Fields(document, path="", error=PodError).fields("metadata")
    generated = metadata.take("generateName", str, "") + "*"
    return Pod(
        namespace=namespace,
        name=metadata.take("name", str, "") or generated,
        uid=metadata.take("uid", str, ""),
        labels=_strings(metadata, "labels"),
        annotations=_strings(metadata, "annotations"),
        deleting=metadata.take("deletionTimestamp", str, "") != "",
    )


def _strings(metadata: Fields, name: str) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for key, value in metadata.fields(name, optional=True).rest().items():
        if not isinstance(value, str):
            raise metadata.fail(name, f"{key} must be a string")
        found[key] = value
    return found


def _pull_secrets(spec: Fields) -> Iterator[str]:
    """Yield names; an entry without one is nobody's (core/v1 LocalObjectReference)."""
    for index, item in enumerate(spec.items("imagePullSecrets", most=limits.PULL_SECRETS)):
        entry = Fields(item, path=f"{spec.at('imagePullSecrets')}[{index}]", error=PodError)
        name = entry.take("name", str, "")
        if name:
            yield name


def _images(spec: Fields) -> Iterator[PodImage]:
    """Walk every list that names images (peers.md §3 rows 6 to 8)."""
    for name in _CONTAINERS:
        for index, item in enumerate(spec.items(name, most=limits.CONTAINERS)):
            container = Fields(item, path=f"{spec.at(name)}[{index}]", error=PodError)
            yield PodImage(
                owner=f'container "{container.take("name", str)}"',
                image=container.take("image", str, ""),
                path=f"/spec/{name}/{index}/image",
                pull_policy=container.take("imagePullPolicy", str, ""),
            )
    for index, item in enumerate(spec.items("volumes", most=limits.VOLUMES)):
        volume = Fields(item, path=f"{spec.at('volumes')}[{index}]", error=PodError)
        source = volume.fields("image", optional=True)
        reference = source.take("reference", str, "")
        if reference:
            yield PodImage(
                owner=f'volume "{volume.take("name", str)}"',
                image=reference,
                path=f"/spec/volumes/{index}/image/reference",
                pull_policy=source.take("pullPolicy", str, ""),
            )
