# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The manifest says that layers are encrypted, and they are not."""

import json

import pytest

from tests.e2e.bypass.conftest import Create, Serve
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset

GUARD = (
    "Keys and options must be well formed and the first bytes must not be plain content; "
    "only the release of a key proves more."
)


@pytest.mark.parametrize(
    ("manifest", "text"),
    [
        ("evil-label-only", "has its key wrapped for nobody"),
        ("evil-annotation-only", "are not encrypted"),
        ("evil-json-case", "reads as another one to some runtimes"),
        ("evil-json-dup", "stands twice"),
    ],
)
def test_a_label_is_no_encryption(create: Create, serve: Serve, manifest: str, text: str) -> None:
    said = create(containers=serve(asset(manifest)))
    assert "refuses this pod" in said
    assert text in said


@pytest.mark.parametrize("start", [b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"BZh", b"\xfd7zXZ"])
def test_a_perfect_manifest_over_plain_content_is_refused(
    create: Create, liar: RegistrySimulator, serve: Serve, start: bytes
) -> None:
    for layer in json.loads(asset("manifest-jwe"))["layers"]:
        liar.put_blob("shop/api", layer["digest"], start + bytes(1024))
    said = create(containers=serve())
    assert "is typed as encrypted and holds plain" in said
