# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""When a token expires: read from the token without believing anything else of it.

HVS verifies tokens; we only want to be there with a new one in time (RFC 7519 §4.1.4).
"""

import re
from base64 import urlsafe_b64decode
from datetime import UTC, datetime

from documents.strict import SyntaxProblemError
from documents.strict_json import loads

_TOKEN = re.compile(r"[A-Za-z0-9_-]{1,4096}\.[A-Za-z0-9_-]{1,16384}\.[A-Za-z0-9_-]{1,4096}")
_LAST = 253_402_300_799  # of the year 9999


def expiry_of(token: str) -> datetime:
    """Return the claim ``exp``.

    Raises:
        ValueError: This is no token, or one that does not say when it expires.
    """
    if not _TOKEN.fullmatch(token):
        raise ValueError("this is no token")
    claims = token.split(".")[1]
    try:
        document = loads(urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    except (ValueError, SyntaxProblemError) as exc:
        raise ValueError("the claims of the token cannot be read") from exc
    expires = document.get("exp") if isinstance(document, dict) else None
    if isinstance(expires, bool) or not isinstance(expires, int) or not 0 <= expires <= _LAST:
        raise ValueError("the token does not say when it expires")
    return datetime.fromtimestamp(expires, UTC)
