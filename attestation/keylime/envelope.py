# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Keylime wraps every answer in: ``{"code", "status", "results"}``."""

from collections.abc import Mapping

from attestation.errors import AnswerError
from attestation.http.reply import Reply

MOST_OBJECTS = 250_000
"""Four for each agent."""
_NOT_FOUND = 404


def results_of(reply: Reply) -> Mapping[str, object]:
    """Return what an answer is about.

    Raises:
        ServiceUnavailableError: The server cannot answer now.
        AnswerError: It refused, or its answer is none of Keylime's.
    """
    found = _envelope(reply.require_ok())
    if found is None or found.get("code") != reply.status:
        raise AnswerError(f"the answer of {reply.source} is none of Keylime's")
    results = found.get("results")
    if not isinstance(results, dict):
        raise AnswerError(f"the answer of {reply.source} has no results")
    return results


def says_unknown_agent(reply: Reply) -> bool:
    """Tell whether Keylime itself says that it has no such agent.

    A version of the API that it does not serve is answered with 404 as well, and without JSON.
    """
    if reply.status != _NOT_FOUND:
        return False
    try:
        found = _envelope(reply)
    except AnswerError:
        return False
    return found is not None and found.get("code") == _NOT_FOUND


def _envelope(reply: Reply) -> Mapping[str, object] | None:
    found = reply.json(most_objects=MOST_OBJECTS)
    return found if isinstance(found, dict) else None
