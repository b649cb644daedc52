# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which PCR values a verifier compares with each quote of an agent: its ``tpm_policy``.

Without any, a quote proves that a TPM answered, and nothing of what was started
(keylime.md 1.7). Values of PCRs that the operating system can reset prove nothing either.
"""

import re

from documents.strict import SyntaxProblemError
from documents.strict_json import loads

_RESETTABLE = frozenset({16, 23})
"""TCG PC Client Platform TPM Profile, 4.6.2: reset at any locality."""
_LARGEST = 23
_NUMBER = re.compile(r"[0-9]{1,2}")
_DIGEST = re.compile(r"[0-9a-fA-F]{40,128}")


def pinned_pcrs(policy: object) -> frozenset[int]:
    """Return the PCRs whose values are compared and that only a reset of the machine clears.

    Args:
        policy: JSON in a text, as a verifier returns it; what cannot be read pins nothing.
    """
    if not isinstance(policy, str):
        return frozenset()
    try:
        found = loads(policy.encode())
    except (SyntaxProblemError, UnicodeEncodeError):
        return frozenset()
    if not isinstance(found, dict):
        return frozenset()
    pinned = {int(key) for key, value in found.items() if _NUMBER.fullmatch(key) and _values(value)}
    return frozenset(each for each in pinned if each <= _LARGEST) - _RESETTABLE


def _values(value: object) -> bool:
    """Tell whether at least one value is demanded, and each is a digest."""
    digests = [value] if isinstance(value, str) else value
    if not isinstance(digests, list) or not digests:
        return False
    return all(isinstance(each, str) and _DIGEST.fullmatch(each) for each in digests)
