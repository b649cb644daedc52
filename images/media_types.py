# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The media types that count (OCI image-spec v1.1, Docker image manifest v2 schema 2, ocicrypt)."""

OCI_INDEX = "application/vnd.oci.image.index.v1+json"
OCI_MANIFEST = "application/vnd.oci.image.manifest.v1+json"
DOCKER_LIST = "application/vnd.docker.distribution.manifest.list.v2+json"
DOCKER_MANIFEST = "application/vnd.docker.distribution.manifest.v2+json"

INDEX_TYPES = frozenset({OCI_INDEX, DOCKER_LIST})
IMAGE_TYPES = frozenset({OCI_MANIFEST, DOCKER_MANIFEST})
MANIFEST_TYPES = INDEX_TYPES | IMAGE_TYPES
CONFIG_TYPES = frozenset(
    {
        "application/vnd.oci.image.config.v1+json",
        "application/vnd.docker.container.image.v1+json",
    }
)

EMPTY = "application/vnd.oci.empty.v1+json"
"""Of a config that holds nothing (OCI image-spec v1.1 manifest.md, artifacts)."""
IN_TOTO = "application/vnd.in-toto+json"

_LAYER = "application/vnd.oci.image.layer.v1.tar"
ENCRYPTED_LAYERS = frozenset({f"{_LAYER}+encrypted", f"{_LAYER}+gzip+encrypted"})
"""Exactly these: runtimes sort suffixes and decode by the last one (encryption.md §1.5)."""
ZSTD_ENCRYPTED_LAYER = f"{_LAYER}+zstd+encrypted"
"""A canonical type, but default configurations of containerd run plain content under it."""
ACCEPTED = ", ".join(sorted(MANIFEST_TYPES))
"""What is asked for, as a header."""
