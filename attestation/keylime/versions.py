# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which version of the REST API to speak: the newest that both sides know."""

import re
from collections.abc import Mapping

from attestation.errors import AnswerError

KNOWN = ("2.6", "2.5")
"""Newest first: of 7.14.3, and of 7.14.0. A registrar before 7.14.0 lets anybody write into it
(CVE-2026-1709). Status is not served under 3.0: it answers with an empty error (7.14.3)."""
PUSHED = frozenset({"2.6"})
"""Under which an agent that pushes its evidence is believed: before 7.14.2 everybody knew the nonce
(CVE-2026-6420), and 7.14.0 to 7.14.2 cannot be told apart."""
LEAST = "7.14.3"
"""The release that operators are told to have; without agents that push, 7.14.0 does."""
_MOST = 100
_VERSION = re.compile(r"[0-9]{1,3}\.[0-9]{1,3}")


def newest_common(results: Mapping[str, object], *, source: str) -> str:
    """Choose from what ``GET /version`` says.

    Args:
        results: Of its answer.
        source: Whose, for messages.

    Raises:
        AnswerError: There is none in common, or the answer lists no versions.
    """
    offered = results.get("supported_versions")
    if not isinstance(offered, list) or len(offered) > _MOST:
        raise AnswerError(f"{source} does not say which versions of its API it supports")
    texts = [each for each in offered if isinstance(each, str) and _VERSION.fullmatch(each)]
    for version in KNOWN:
        if version in texts:
            return version
    raise AnswerError(
        f"{source} supports the versions {', '.join(texts) or 'none'} of its API, and Bondstone "
        f"{KNOWN[-1]} to {KNOWN[0]}: use Keylime {LEAST} or newer"
    )
