# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Values that tests begin with; each can be varied by keyword."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jsonpatch

from trust.affinity import read_placement
from trust.image import ImageEvidence, LayerEvidence, ManifestEvidence
from trust.inject import additions
from trust.node_judge import NodeJudge
from trust.node_marks import ANY_TRUSTED_NODE, NodeMarks, marks_of
from trust.node_requirement import NodeRequirement
from trust.policy import TrustPolicy
from trust.policy_document import parse_policy
from trust.reference import parse_reference
from trust.report import Identity, IdentityKind, Node, Report, Snapshot
from trust.sources import Sources

NOON = datetime(2026, 1, 1, 12, 0, tzinfo=UTC)
DIGEST = "sha256:" + "a" * 64
IMAGE = "registry.example/shop/api:1.4"


def identity(name: str) -> Identity:
    """Return the identity of a node by its name."""
    return Identity(IdentityKind.NODE_NAME, name)


NODE = Node(name="m1", uid="uid-1", created_at=NOON - timedelta(hours=1))
REPORT = Report(
    identity=identity("m1"),
    trusted=True,
    attested_at=NOON - timedelta(seconds=10),
    expires_at=NOON + timedelta(hours=1),
    asset_tags={"region": "EU"},
)


def snapshot(*reports: Report, fetched_at: datetime | None = NOON) -> Snapshot:
    """Return a Snapshot that was fetched at noon, good for 30 seconds."""
    return Snapshot(
        source="lab",
        fetched_at=fetched_at,
        max_staleness=timedelta(seconds=30),
        reports={report.identity: report for report in reports},
        kind=IdentityKind.NODE_NAME,
    )


def sources(*reports: Report, fetched_at: datetime | None = NOON) -> Sources:
    """Return the only source, with that Snapshot."""
    return Sources.of([snapshot(*reports, fetched_at=fetched_at)])


def marked(node: Node, known: Sources, *, now: datetime) -> NodeMarks:
    """Return what a hub that knows this writes on the node."""
    return marks_of(node, NodeJudge(ANY_TRUSTED_NODE, known, now=now, many=True), now=now)


def policy_document(**spec: object) -> dict[str, object]:
    """Return a complete TrustPolicy document; keywords replace parts of its spec."""
    return {
        "apiVersion": "bondstone.dev/v1alpha1",
        "kind": "TrustPolicy",
        "metadata": {"name": "payments"},
        "spec": {
            "match": {"namespaceSelector": {"matchLabels": {"team": "payments"}}},
            "images": {"encryption": "Required", "keyProviders": ["jwe"]},
            "nodes": {"trust": "Required", "assetTags": {"region": ["EU"]}, "maxReportAge": "5m"},
            **spec,
        },
    }


def policy(**spec: object) -> TrustPolicy:
    """Return the policy of that document."""
    return parse_policy(policy_document(**spec))


LAYER = LayerEvidence(
    position=1,
    total=1,
    media_type="application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
    encrypted=True,
    schemes=frozenset({"jwe"}),
)


def evidence(*layers: LayerEvidence, image: str = IMAGE, platform: str = "") -> ImageEvidence:
    """Return the evidence of a single manifest with these layers."""
    numbered = tuple(
        replace(layer, position=index, total=len(layers))
        for index, layer in enumerate(layers, start=1)
    )
    manifest = ManifestEvidence(platform=platform, digest=DIGEST, layers=numbered)
    reference = parse_reference(image).pinned(DIGEST)
    return ImageEvidence(reference=reference, digest=DIGEST, manifests=(manifest,))


def with_requirements(
    spec: Mapping[str, object], requirements: Sequence[NodeRequirement]
) -> dict[str, object]:
    """Return a copy of a pod's spec with what ``trust.inject`` adds to it."""
    added = additions(spec, read_placement(spec), requirements)
    patch = [{"op": "add", "path": each.path, "value": each.value} for each in added]
    patched: dict[str, object] = jsonpatch.apply_patch(spec, patch)
    return patched
