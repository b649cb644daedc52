# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Kinds of values that options take: each refuses what could only fail later, or match nothing."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click

from certs.names import is_ip
from trust.duration import format_duration, parse_duration
from trust.names import is_dns_name


class Duration(click.ParamType[timedelta]):
    """A duration such as 500ms, 30s or 1h30m.

    Args:
        most: The longest that makes sense, None for any.
    """

    name = "duration"

    def __init__(self, most: timedelta | None = None) -> None:
        self._most = most

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Read it, or fail with a usage error."""
        if isinstance(value, timedelta):
            return value
        try:
            duration = parse_duration(str(value), fine=True)
        except ValueError as exc:
            self.fail(str(exc), param, ctx)
        if self._most is not None and duration > self._most:
            self.fail(
                f"{str(value)!r} is more than {format_duration(self._most)}: whoever asks us would "
                "give up first, and nobody would see our reason",
                param,
                ctx,
            )
        return duration


class Text(click.ParamType[str]):
    """A string that passes a check.

    Args:
        accepts: The check.
        rule: What it asks for, for people.
    """

    name = "text"

    def __init__(self, accepts: Callable[[str], bool], rule: str) -> None:
        self._accepts = accepts
        self._rule = rule

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Check it, or fail with a usage error."""
        text = str(value)
        if not self._accepts(text):
            self.fail(f"{text!r} is not {self._rule}", param, ctx)
        return text


class Place(click.Path[Path]):
    """A path that is not empty: an empty one would be the folder we happen to be in."""

    def convert(
        self,
        value: str | os.PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Path:
        """Check it, or fail with a usage error."""
        if not str(value).strip():
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


def is_host(text: str) -> bool:
    """Tell whether a server may listen on it: an IP address or a DNS name."""
    address = ":" in text or text.rpartition(".")[2].isdigit()
    return is_ip(text) if address else is_dns_name(text.lower())


def is_client_name(text: str) -> bool:
    """Tell whether it may be one CN or DNS name (RFC 5280: a CN has at most 64 characters)."""
    return 0 < len(text) <= 253 and text.isprintable() and not any(c in " ,;" for c in text)


def is_url_start(text: str) -> bool:
    """Tell whether it is ``https://host`` or ``https://host:port``, and nothing behind."""
    host = text.removeprefix("https://")
    return (
        text != host and bool(host) and not any(c in "/?#@ " or not c.isprintable() for c in host)
    )


FILE = Place(dir_okay=False, path_type=Path)
FOLDER = Place(file_okay=False, path_type=Path)
PORT = click.IntRange(1, 65535)
HOST = Text(is_host, "an IP address or a DNS name")
CLIENT_NAME = Text(is_client_name, "one CN or DNS name, without spaces and commas")
NAMESPACE = Text(is_dns_name, "a name of a namespace")
URL_START = Text(is_url_start, "https://host or https://host:port")
SCHEDULER = Text(is_dns_name, "a name of a scheduler: small letters, digits, hyphens and dots")
