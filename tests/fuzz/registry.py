# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the registries of the fuzz serve: one encrypted image and one plain one."""

from collections.abc import Sequence
from dataclasses import replace

from images.credential import Credential
from tests.fuzz.edits import PLAIN
from tests.simulators.images import SimulatedImages
from tests.unit.trust.builders import DIGEST, LAYER, evidence
from trust.image import ImageEvidence
from trust.reference import Reference

GOOD = "registry.example/shop/api:1"
PINNED = f"{GOOD}@{DIGEST}"
_OPEN_LAYER = replace(
    LAYER, media_type="application/vnd.oci.image.layer.v1.tar+gzip", encrypted=False
)


class FuzzedImages:
    """Registries that remember nothing, so that what grows is not the test."""

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Return evidence of two images; others cannot be had."""
        known = {each: evidence(LAYER, image=GOOD) for each in (GOOD, PINNED)}
        for each in (PLAIN, f"{PLAIN}@{DIGEST}"):
            known[each] = evidence(_OPEN_LAYER, image=PLAIN)
        return SimulatedImages(known).inspect(
            reference, deadline=deadline, credentials=credentials, warned=warned
        )
