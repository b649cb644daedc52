# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How hardware is named: UUIDs of SMBIOS (RFC 9562 text), and hashes of endorsement keys."""

import re

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.ASCII)
_EK_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)


def is_hardware_uuid(text: str) -> bool:
    """Tell whether it is a UUID in lower case; all zeros or all ones mean that nobody set one."""
    digits = text.replace("-", "")
    return _UUID.fullmatch(text) is not None and digits not in ("0" * 32, "f" * 32)


def is_ek_hash(text: str) -> bool:
    """Tell whether it can be the hash of an endorsement key: SHA-256 in lower-case hexadecimal."""
    return _EK_HASH.fullmatch(text) is not None


def same_hardware(one: str, other: str) -> bool:
    """Tell whether two UUIDs in lower case are one.

    Firmware writes the first three fields in either byte order (SMBIOS 3.x §7.2.1).
    """
    return one in (other, _swapped(other))


def _swapped(text: str) -> str:
    """Return a UUID with its first three fields in the other byte order."""
    first, second, third, *rest = text.split("-")
    turned = ("".join(reversed([part[i : i + 2] for i in range(0, len(part), 2)]))
              for part in (first, second, third))  # fmt: skip
    return "-".join([*turned, *rest])
