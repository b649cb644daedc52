# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Kinds of values that options about tag records take."""

import re
import stat
import sys
from datetime import timedelta
from pathlib import Path

import click

from attestation.tags.authority import content_of
from attestation.tags.claims import SERIAL_RULE, is_issuer, is_serial
from attestation.tags.ek_hash import HASH_RULE, ek_hash_of
from attestation.tags.errors import KeyFileError, MalformedError
from attestation.tags.keys import KEY_FILE_LIMIT, SigningKey, parse_signing_key
from cli.kinds import Duration, Place, Text
from documents.strict import SyntaxProblemError, read_bounded
from trust.hardware import is_ek_hash
from trust.names import is_dns_name, is_label_name, is_label_value

LONGEST_VALIDITY = timedelta(days=3 * 366)
_DAYS = re.compile(r"([1-9][0-9]{0,3})d", re.ASCII)
_OTHERS = stat.S_IRWXG | stat.S_IRWXO

EK_HASH = Text(is_ek_hash, f"the hash of an EK: {HASH_RULE}")
SERIAL = Text(is_serial, f"a serial: {SERIAL_RULE}")
ISSUER = Text(is_issuer, "1 to 200 printable characters")
NODE = Text(is_dns_name, "a name of a node")
RECORD_FILE = Place(dir_okay=False, allow_dash=True, path_type=Path)


class Validity(click.ParamType[timedelta]):
    """Days, such as 90d, or a duration such as 12h."""

    name = "duration"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> timedelta:
        """Read it, or fail with a usage error."""
        days = _DAYS.fullmatch(str(value))
        found = timedelta(days=int(days[1])) if days else Duration().convert(value, param, ctx)
        if not timedelta(seconds=1) <= found <= LONGEST_VALIDITY:
            self.fail(f"{str(value)!r} is not between 1s and {LONGEST_VALIDITY.days}d", param, ctx)
        return found


class Tag(click.ParamType[tuple[str, str]]):
    """KEY=VALUE, as labels of Kubernetes may have them."""

    name = "tag"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Read it, or fail with a usage error."""
        key, _, text = str(value).partition("=")
        if not is_label_name(key) or not is_label_value(text):
            self.fail(f"{str(value)!r} is not KEY=VALUE, each as in labels", param, ctx)
        return key, text


def tags_of(given: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Return tags by name.

    Raises:
        click.UsageError: One stands twice.
    """
    tags = dict(given)
    if len(tags) != len(given):
        raise click.UsageError("--tag gives a tag twice: a machine has one value of each")
    return tags


def one_ek_hash(ek_hash: str | None, ek_pem: Path | None) -> str | None:
    """Return the hash that was given, or that of the key that was.

    Raises:
        click.UsageError: Both were given.
        KeyFileError: The file is no key.
    """
    if ek_hash is not None and ek_pem is not None:
        raise click.UsageError("--ek-hash and --ek-pem exclude each other")
    if ek_pem is None:
        return ek_hash
    try:
        return ek_hash_of(content_of(ek_pem, KEY_FILE_LIMIT, KeyFileError))
    except KeyFileError as exc:
        raise KeyFileError(f"{ek_pem}: {exc}") from exc


def signing_key(path: Path) -> SigningKey:
    """Read an authority's private key; warn where others on this machine may, too.

    Raises:
        KeyFileError: It cannot be used.
    """
    try:
        key = parse_signing_key(content_of(path, KEY_FILE_LIMIT, KeyFileError))
    except KeyFileError as exc:
        raise KeyFileError(f"{path}: {exc}") from exc
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & _OTHERS:
        click.echo(
            f"warning: {path} has mode {mode:04o}: others can use the key; chmod 600", err=True
        )
    return key


def text_of(path: Path, *, limit: int) -> str:
    """Read a signed text, from standard input where the path is ``-``.

    Args:
        path: The file.
        limit: Characters of the text.

    Raises:
        MalformedError: It cannot be read, or is too long to be one.
    """
    try:
        if path == Path("-"):
            content = sys.stdin.buffer.read(limit + 64)
        else:
            content = read_bounded(path, limit=limit + 64)
    except OSError as exc:
        raise MalformedError(f"{path} cannot be read: {exc.strerror}") from exc
    except SyntaxProblemError as exc:
        raise MalformedError(f"{path}: {exc}") from exc
    return content.decode("latin-1").strip()
