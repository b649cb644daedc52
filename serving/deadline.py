# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""By when an answer must be out: our own bound, or the caller's where that is sooner."""

import re
import time
from datetime import timedelta

from flask import Request, current_app

_TIMEOUT = re.compile(rb"(?:^|&)timeout=(\d{1,4}(?:\.\d{1,9})?)s(?:&|$)")
_MARGIN = 0.65
"""Share of the caller's time that is ours: the rest is for a last read and the way back."""
SETTING = "BONDSTONE_DEADLINE"


def deadline_of(request: Request) -> float:
    """Return an instant of ``time.monotonic``.

    The API server appends ``?timeout=10s`` to a webhook's URL; what it gives is never stretched.
    """
    bound: timedelta = current_app.config[SETTING]
    seconds = bound.total_seconds()
    match = _TIMEOUT.search(request.query_string)
    if match is not None:
        seconds = min(seconds, float(match[1]) * _MARGIN)
    return time.monotonic() + seconds
