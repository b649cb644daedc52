# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The log line of a decision: everything that somebody may grep for, in one line."""

import logging

_LOG = logging.getLogger("decision")


def log_decision(decision: str, **fields: object) -> None:
    """Log one decision.

    Args:
        decision: Which kind, such as ``validate`` or ``filter``.
        fields: pod, namespace, policy, verdict, codes, milliseconds, uid, and what else there is.
    """
    _LOG.info(decision, extra=fields)
