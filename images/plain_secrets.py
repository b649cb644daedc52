# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Secrets that stand in the configuration of an image, which no tool encrypts (encryption.md §1.3).

Guesses for a warning, never a reason to refuse; values are looked at and never repeated.
"""

import json
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

_NAME = re.compile(
    r"(?:^|_)(?:PASSWORDS?|PASSWD|PASSPHRASE|PWD|SECRETS?|TOKENS?|CREDENTIALS?"
    r"|(?:API|ACCESS|PRIVATE|ENCRYPTION|SIGNING)_?KEY)(?:_|$)",
    re.IGNORECASE,
)
_POINTS_ELSEWHERE = re.compile(r"_(?:FILE|PATH|DIR|URL|NAME|ID|TTL|EXPIRY)$", re.IGNORECASE)
_VALUE = re.compile(
    r"AKIA[0-9A-Z]{16}|-----BEGIN [A-Z ]*PRIVATE KEY|gh[pousr]_[A-Za-z0-9]{36}|xox[abprs]-"
    r"|eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.|://[^/\s:@]+:[^/\s:@]+@"
)
_RANDOM = re.compile(r"[A-Za-z0-9+_=-][A-Za-z0-9+/_=-]{23,255}")
_BITS = 4.2
"""Of Shannon entropy a character: words and numbers of versions have less."""
_KINDS = (re.compile("[a-z]"), re.compile("[A-Z]"), re.compile("[0-9]"))
_MOST = 1000
_NAMED = 8
"""A warning has no room for more, and whoever pushes images chooses how many there are."""
_NAME_LIMIT = 64


def plain_secrets(config: bytes) -> tuple[str, ...]:
    """Return names of environment variables whose values look like secrets, empty when in doubt.

    Args:
        config: An image configuration (OCI image-spec config.md), never trusted.
    """
    try:
        document = json.loads(config)
    except (ValueError, RecursionError):
        return ()
    section = document.get("config") if isinstance(document, dict) else None
    entries = section.get("Env") if isinstance(section, dict) else None
    if not isinstance(entries, list):
        return ()
    return tuple(islice(dict.fromkeys(_suspicious(entries[:_MOST])), _NAMED))


def _suspicious(entries: list[object]) -> Iterator[str]:
    for entry in entries:
        if not isinstance(entry, str):
            continue
        name, equals, value = entry.partition("=")
        if equals and value and _looks_secret(name, value):
            yield "".join(mark for mark in name[:_NAME_LIMIT] if mark.isprintable())


def _looks_secret(name: str, value: str) -> bool:
    if _NAME.search(name) and not _POINTS_ELSEWHERE.search(name):
        return True
    return _VALUE.search(value) is not None or _is_random(value)


def _is_random(value: str) -> bool:
    if not _RANDOM.fullmatch(value) or not all(kind.search(value) for kind in _KINDS):
        return False
    shares = [count / len(value) for count in Counter(value).values()]
    return -sum(share * math.log2(share) for share in shares) >= _BITS
