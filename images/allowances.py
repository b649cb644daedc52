# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the operator lets pass of the images of the whole cluster, all of it off by default."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowances:
    """Exceptions that depend on every node of the cluster, not on one policy.

    Attributes:
        zstd: Encrypted layers may be compressed with zstd: every node has the decoder.
        attestations: An index may have attestations of buildx beside its images; no tool encrypts
            them, so whoever can pull the image reads its SBOM and its provenance.
    """

    zstd: bool = False
    attestations: bool = False
