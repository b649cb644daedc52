# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The first bytes of a layer that claims to be encrypted (step 6).

Random ciphertext looks like one of these once in 65,536 layers; encrypting again cures that.
"""

_MAGIC = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
)
_USTAR = slice(257, 262)
_CHECKSUM = slice(148, 156)
_HEADER = 512


def plain_content(head: bytes) -> str | None:
    """Return what the bytes plainly are, or None when they could be ciphertext."""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return name
    if head[_USTAR] == b"ustar" or _is_tar_header(head):
        return "tar"
    return None


def _is_tar_header(head: bytes) -> bool:
    """Check the checksum of an old tar header, which has no magic (POSIX.1-1988 ustar, v7)."""
    if len(head) < _HEADER:
        return False
    field = head[_CHECKSUM].strip(b" \0")
    if not field or any(digit not in b"01234567" for digit in field):
        return False
    blanked = head[:148] + b" " * 8 + head[156:_HEADER]
    return sum(blanked) == int(field, 8)
