# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Broken rules turned into Findings, each with what to do about it."""

from images.errors import RuleBrokenError
from trust.verdict import Finding, Outcome

_REMEDIES = {
    "registry-not-allowed": "add it to Bondstone's registries file, or use an image of a registry "
    "that is listed there",
    "index-attestation": "build with --provenance=false --sbom=false and encrypt again",
    "layer-zstd": "compress the layers with gzip and encrypt again",
}
_ANY = "build and encrypt the image again, with skopeo or ctr-imgcrypt"


def finding_of(broken: RuleBrokenError, *, subject: str) -> Finding:
    """Turn a broken rule into a denial.

    Args:
        broken: What was found.
        subject: Where, such as a layer; empty for the image itself.
    """
    return Finding(
        code=broken.code,
        outcome=Outcome.DENY,
        detail=f"{subject}: {broken.detail}" if subject else broken.detail,
        remedy=_REMEDIES.get(broken.code, _ANY),
    )
