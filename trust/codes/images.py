# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about what an image holds, whether it may be asked about, and how a pod names it."""

from trust.codes.code import Code
from trust.outcome import Outcome

IMAGES = (
    Code(
        "layer-not-encrypted",
        Outcome.DENY,
        "A layer of one platform of the image is not encrypted.",
        "encrypt every layer (skopeo copy --all --encryption-key …), or exempt the digest in the "
        "TrustPolicy's spec.images.exempt",
    ),
    Code(
        "layer-content-plain",
        Outcome.DENY,
        "A layer is typed as encrypted, and its first bytes are those of plain content.",
        "build and encrypt the image again, with skopeo or ctr-imgcrypt",
    ),
    Code(
        "key-provider-not-allowed",
        Outcome.DENY,
        "A layer has its key wrapped for somebody whom the policy does not name.",
        "encrypt it for an allowed key provider only",
    ),
    Code(
        "image-empty",
        Outcome.DENY,
        "The image has no manifest, or a manifest has no layer or too many: nothing is encrypted.",
        "build and encrypt the image again, with skopeo or ctr-imgcrypt",
    ),
    Code(
        "registry-not-allowed",
        Outcome.DENY,
        "The registry of the image is not on the allow-list.",
        "add it to Bondstone's registries file, or use an image of a registry that is listed there",
    ),
    Code(
        "image-reference",
        Outcome.DENY,
        "The pod names an image by a text that is no image reference.",
        "write registry/repository:tag@sha256:…",
    ),
    Code(
        "image-unavailable",
        Outcome.UNKNOWN,
        "The image could not be inspected: its registry is away, slow, or refuses Bondstone.",
        "make sure that the registry answers Bondstone, then try again",
    ),
    Code(
        "image-not-inspected",
        Outcome.UNKNOWN,
        "Nobody has asked about the image: a defect of Bondstone, never a way in.",
        "try again",
    ),
)
