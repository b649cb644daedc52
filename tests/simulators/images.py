# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Registries, as far as the webhook asks them."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from images.credential import Credential
from images.errors import ImageUnavailableError
from trust.image import ImageEvidence
from trust.reference import Reference


@dataclass
class SimulatedImages:
    """Evidence by reference in full; others cannot be had, and none while it is silent."""

    evidence: dict[str, ImageEvidence] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shown: list[tuple[Credential, ...]] = field(default_factory=list)
    silent: threading.Event | None = None
    warned: list[bool] = field(default_factory=list)

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Return evidence, or fail as a registry that is away."""
        self.shown.append(tuple(credentials))
        self.warned.append(warned)
        assert deadline > 0
        self.asked.append(str(reference))
        if self.silent is not None:
            assert self.silent.wait(timeout=10)
        if str(reference) not in self.evidence:
            raise ImageUnavailableError(f"registry {reference.registry} cannot be reached")
        return self.evidence[str(reference)]
