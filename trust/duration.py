# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Durations as Kubernetes writes them (Go ``time.ParseDuration``, the units that policies need)."""

import re
from datetime import timedelta

_DURATION = re.compile(r"(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?", re.ASCII)


def parse_duration(text: str) -> timedelta:
    """Read ``1h30m``, ``5m`` or ``90s``.

    Raises:
        ValueError: It is something else, or zero.
    """
    match = _DURATION.fullmatch(text)
    hours, minutes, seconds = match.groups(default="0") if match else ("0", "0", "0")
    duration = timedelta(hours=int(hours), minutes=int(minutes), seconds=int(seconds))
    if not duration:
        raise ValueError(f"{text!r} is not a duration above zero such as 90s, 5m or 1h30m")
    return duration


def format_duration(duration: timedelta) -> str:
    """Write whole seconds as ``parse_duration`` reads them."""
    hours, rest = divmod(int(duration.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
