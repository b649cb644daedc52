# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about the form of what a registry serves: what could be read otherwise than by us."""

from trust.codes.code import Code, deny

_AGAIN = "build and encrypt the image again, with skopeo or ctr-imgcrypt"


def _form(name: str, when: str, remedy: str = _AGAIN) -> Code:
    return deny(name, when, remedy)


MANIFESTS = (
    _form(
        "layer-annotations",
        "A layer is typed as encrypted, and its wrapped keys or public options are not what "
        "ocicrypt writes.",
    ),
    _form("layer-disguised", "A layer has the annotations of encryption and a plain type."),
    _form("layer-type", "A layer has a type that looks encrypted and is none of the known ones."),
    _form(
        "layer-zstd",
        "A layer is compressed with zstd and encrypted, which some runtimes run undecrypted.",
        "compress the layers with gzip and encrypt again, or start Bondstone's webhook with "
        "--allow-zstd where every node has the decoder",
    ),
    _form("content-from-elsewhere", "A descriptor brings content along or names URLs for it."),
    _form(
        "index-attestation",
        "An index has an entry for an attestation, which no tool encrypts.",
        "build with --provenance=false --sbom=false and encrypt again, or start Bondstone's "
        "webhook with --allow-attestations",
    ),
    _form("index-nested", "An index has an entry that is not an image manifest."),
    _form(
        "index-entries",
        "An index has no entry or too many, or an entry differs from what it points to.",
    ),
    _form("manifest-confused", "A document could be read as one of another type."),
    _form("manifest-ambiguous", "A document is JSON that readers may understand differently."),
    _form("manifest-type", "A document is not of the type of an image or of an index."),
    _form("manifest-not-image", "The config of a manifest is not that of an image."),
    _form("manifest-malformed", "A descriptor lacks what it must have."),
)
