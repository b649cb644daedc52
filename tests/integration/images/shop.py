# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An encrypted image in a registry that can lie, and somebody who inspects it."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from images.client import Client
from images.credential import Credential
from images.inspect import Images
from images.media_types import OCI_MANIFEST
from images.registries import Registries, Registry
from outbound.addresses import Resolver, look_up
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset, manifest
from trust.image import ImageEvidence
from trust.reference import parse_reference

MANIFEST = "/v2/shop/api/manifests/1"
LAYER_DIGEST: str = manifest("manifest-jwe")["layers"][0]["digest"]
LAYER = f"/v2/shop/api/blobs/{LAYER_DIGEST}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A registry with ``shop/api:1``, two encrypted layers, and who asks it."""

    registry: RegistrySimulator
    digest: str
    images: Images

    def inspect(
        self,
        name: str = "shop/api:1",
        *,
        seconds: float = 5,
        credentials: Sequence[Credential] = (),
    ) -> ImageEvidence:
        """Inspect an image of the registry within so many seconds."""
        return self.images.inspect(
            parse_reference(f"{self.registry.host}/{name}"),
            deadline=time.monotonic() + seconds,
            credentials=credentials,
        )

    def paths(self) -> list[str]:
        """Return what was asked for, in order."""
        return [asked.path for asked in self.registry.asked]


def shop_with(
    registry: RegistrySimulator,
    *allowed: Registry,
    look_up: Callable[[str], tuple[str, ...]] = look_up,
) -> Shop:
    """Put the image into a registry, and let these registries be asked, wherever they are."""
    digest = registry.put_manifest("shop/api:1", asset("manifest-jwe"), media_type=OCI_MANIFEST)
    registries = Registries({entry.host: entry for entry in allowed})
    images = Images(registries, client=Client(Resolver(look_up)), failed_seconds=0)
    return Shop(registry=registry, digest=digest, images=images)


def codes(evidence: ImageEvidence) -> list[str]:
    """Return the codes of everything that was found, of the image and of its layers."""
    layers = [layer for found in evidence.manifests for layer in found.layers]
    findings = [*evidence.findings, *(finding for layer in layers for finding in layer.findings)]
    return [finding.code for finding in findings]
