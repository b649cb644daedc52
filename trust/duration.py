# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Durations as Kubernetes writes them (Go ``time.ParseDuration``, the units that policies need)."""

import re
from datetime import timedelta

_WHOLE = re.compile(r"(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?()", re.ASCII)
_FINE = re.compile(
    r"(?:(\d{1,5}(?:\.\d{1,3})?)h)?(?:(\d{1,6}(?:\.\d{1,3})?)m)?(?:(\d{1,7}(?:\.\d{1,3})?)s)?"
    r"(?:(\d{1,9})ms)?",
    re.ASCII,
)


def parse_duration(text: str, *, fine: bool = False) -> timedelta:
    """Read ``1h30m``, ``5m`` or ``90s``.

    Args:
        text: Hours, minutes and seconds in this order, each at most once.
        fine: Take ``500ms`` and fractions such as ``6.5s`` too: flags do, policies do not.

    Raises:
        ValueError: It is something else, or zero.
    """
    match = (_FINE if fine else _WHOLE).fullmatch(text)
    counts = [float(count or 0) for count in match.groups()] if match else [0.0] * 4
    hours, minutes, seconds, milliseconds = counts
    duration = timedelta(hours=hours, minutes=minutes, seconds=seconds, milliseconds=milliseconds)
    if not duration:
        example, units = ("500ms, 6.5s", "h, m, s and ms") if fine else ("90s", "h, m and s")
        raise ValueError(
            f"{text!r} is not a duration above zero such as {example}, 5m or 1h30m (units: {units})"
        )
    return duration


def format_duration(duration: timedelta) -> str:
    """Write whole seconds as ``parse_duration`` reads them."""
    hours, rest = divmod(int(duration.total_seconds()), 3600)
    minutes, seconds = divmod(rest, 60)
    parts = ((hours, "h"), (minutes, "m"), (seconds, "s"))
    return "".join(f"{count}{unit}" for count, unit in parts if count) or "0s"
