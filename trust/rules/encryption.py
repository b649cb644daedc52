# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: every layer of every platform of an image is encrypted, and only for whom the policy names.

Source: encryption.md §1.6 steps 3 to 5. A scheme beside the allowed ones opens the layer for
somebody else, so *every* scheme that a layer carries must be allowed.
"""

from collections.abc import Iterator

from trust.image import ImageEvidence, LayerEvidence, ManifestEvidence
from trust.policy import EncryptionNeed
from trust.verdict import Finding, Outcome


def is_exempt(need: EncryptionNeed, *, name: str, digest: str | None) -> bool:
    """Tell whether the policy exempts this digest of this repository."""
    return digest is not None and f"{name}@{digest}" in need.exempt


def encryption(image: ImageEvidence, need: EncryptionNeed) -> Iterator[Finding]:
    """Yield structural denials first, then one Finding per manifest and kind of fault."""
    yield from image.findings
    if not image.manifests and not image.findings:
        yield _deny("image-empty", "it has no manifest")
    for manifest in image.manifests:
        yield from _manifest(manifest, need)


def _manifest(manifest: ManifestEvidence, need: EncryptionNeed) -> Iterator[Finding]:
    where = f" for {manifest.platform}" if manifest.platform else ""
    if not manifest.layers:
        yield _deny("image-empty", f"the manifest{where} has no layer")
    for layer in manifest.layers:
        yield from layer.findings
    plain = [layer for layer in manifest.layers if not layer.encrypted]
    if plain:
        yield _deny("layer-not-encrypted", _layers(plain, where), _encrypt_or_exempt(need))
    for layer in manifest.layers:
        foreign = layer.schemes - need.key_providers
        if layer.encrypted and (foreign or not layer.schemes):
            yield _foreign(layer, foreign, where, need)
            return


def _foreign(
    layer: LayerEvidence, foreign: frozenset[str], where: str, need: EncryptionNeed
) -> Finding:
    carried = ", ".join(sorted(foreign)) or "nobody"
    allowed = ", ".join(sorted(need.key_providers)) or "nobody"
    return _deny(
        "key-provider-not-allowed",
        f"layer {layer.position} of {layer.total}{where} has its key wrapped for {carried}, "
        f"and the policy allows {allowed}",
    )


def _layers(plain: list[LayerEvidence], where: str) -> str:
    """Name layers as people do: ``layer 2 of 3 is`` or ``layers 1, 2 of 3 are not encrypted``."""
    positions = ", ".join(str(layer.position) for layer in plain[:8])
    more = "…" if len(plain) > 8 else ""
    verb = "is" if len(plain) == 1 else "are"
    noun = "layer" if len(plain) == 1 else "layers"
    return f"{noun} {positions}{more} of {plain[0].total}{where} {verb} not encrypted"


def _encrypt_or_exempt(need: EncryptionNeed) -> str:
    """Say where to exempt it: in every policy that asks, for each of them would still refuse."""
    if not need.policies:
        return ""
    named = " and ".join(f'TrustPolicy "{name}"' for name in sorted(need.policies))
    return (
        "encrypt every layer (skopeo copy --all --encryption-key …), or exempt the digest in "
        f"{named} spec.images.exempt"
    )


def _deny(code: str, detail: str, remedy: str = "") -> Finding:
    return Finding(code=code, outcome=Outcome.DENY, detail=detail, remedy=remedy)
