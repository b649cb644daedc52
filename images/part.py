# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One manifest of an image judged (steps 4, 5), and the heads of its layers asked for (step 6)."""

from dataclasses import dataclass

from images.allowances import Allowances
from images.exchange import Errand
from images.heads import Heads
from images.layer import judge_layer
from images.manifest import read_config, read_manifest
from images.registry import Document, Source
from images.sending import Sender
from trust.image import ManifestEvidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One manifest judged; what is still under way for it, unless it is refused already.

    Attributes:
        evidence: Of it.
        heads: Of its layers.
        config: Digest of its configuration.
    """

    evidence: ManifestEvidence
    heads: Heads | None = None
    config: str | None = None


class Parts:
    """Judges manifests.

    Args:
        source: Where heads of layers are fetched.
        allowances: What the operator lets pass.
        sender: Asks for them early.
    """

    def __init__(self, source: Source, allowances: Allowances, sender: Sender) -> None:
        self._source = source
        self._allowances = allowances
        self._sender = sender

    def of(
        self, errand: Errand, document: Document, fields: dict[str, object], *, platform: str
    ) -> Part:
        """Judge a manifest, and wait for nothing.

        Args:
            errand: Of what image.
            document: The manifest.
            fields: Of the document.
            platform: For people; empty for a manifest without an index.

        Raises:
            RuleBrokenError: It is none of an image.
            ImageUnavailableError: Who asks cannot be shown.
        """
        layers, zstd = read_manifest(fields), self._allowances.zstd
        judged = tuple(
            judge_layer(layer, position=number, total=len(layers), platform=platform, zstd=zstd)
            for number, layer in enumerate(layers, start=1)
        )
        evidence = ManifestEvidence(platform=platform, digest=document.digest, layers=judged)
        if any(layer.findings or not layer.encrypted for layer in judged):
            return Part(evidence=evidence)  # no need to ask for blobs
        heads = Heads(self._source, self._sender, errand, layers, platform=platform)
        return Part(evidence=evidence, heads=heads, config=read_config(fields).digest)
