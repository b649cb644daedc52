# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a registry serves under one reference, reduced to what decisions need."""

from dataclasses import dataclass

from trust.reference import Reference
from trust.verdict import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerEvidence:
    """One layer descriptor of one manifest.

    Attributes:
        position: 1 for the lowest layer.
        total: Layers of the manifest.
        media_type: As the descriptor states it.
        encrypted: The media type is in the exact set of encrypted layer types.
        schemes: Key providers whose wrapped keys it carries: ``jwe``, ``pkcs7``, ``pgp``,
            ``pkcs11``, ``provider.<name>``.
        findings: What is wrong with it whatever a policy says.
    """

    position: int
    total: int
    media_type: str
    encrypted: bool
    schemes: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ManifestEvidence:
    """One image manifest.

    Attributes:
        platform: ``os/arch[/variant]`` of its index entry, or empty.
        digest: Of its raw bytes.
        layers: Lowest first.
        plain_secrets: Environment variables in its configuration, which is never encrypted, whose
            values look like secrets; for warnings, and never a reason to refuse.
    """

    platform: str
    digest: str
    layers: tuple[LayerEvidence, ...]
    plain_secrets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageEvidence:
    """Everything that the registry serves under one digest: every platform, every layer.

    Attributes:
        reference: Pinned to ``digest``.
        digest: Digest of the raw bytes of the top document.
        manifests: One for a manifest, one per entry for an index; never empty unless ``findings``.
        findings: Structural denials: what no runtime may be trusted to read as we do.
    """

    reference: Reference
    digest: str
    manifests: tuple[ManifestEvidence, ...]
    findings: tuple[Finding, ...] = ()
