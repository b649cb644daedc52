# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The first bytes of a layer."""

import gzip
import io
import tarfile

import pytest

from images.probe import plain_content


def tar(form: int) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=form) as archive:
        archive.addfile(tarfile.TarInfo("etc/passwd"))
    return buffer.getvalue()[:512]


def v7_tar() -> bytes:
    header = bytearray(tar(tarfile.USTAR_FORMAT))
    header[257:265] = bytes(8)
    header[148:156] = b" " * 8
    header[148:156] = b"%06o\0 " % sum(header)
    return bytes(header)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        (gzip.compress(b"x"), "gzip"),
        (b"\x28\xb5\x2f\xfd rest", "zstd"),
        (b"BZh9 rest", "bzip2"),
        (b"\xfd7zXZ\x00", "xz"),
        (tar(tarfile.USTAR_FORMAT), "tar"),
        (tar(tarfile.GNU_FORMAT), "tar"),
        (v7_tar(), "tar"),
    ],
)
def test_plain_content_is_recognised(head: bytes, name: str) -> None:
    assert plain_content(head) == name


@pytest.mark.parametrize("head", [b"", b"\x1f", bytes(512), b"\x8b\x1f" * 256, b"7" * 512])
def test_what_could_be_ciphertext_is_not(head: bytes) -> None:
    assert plain_content(head) is None
