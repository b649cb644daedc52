# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags revoke``."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import click

from attestation.tags.authority import read_keys, read_list
from attestation.tags.errors import RevocationsError, TagsError
from attestation.tags.keys import PublicKeys
from attestation.tags.revocations import Revocations, issue_revocations, require_newer
from cli.kinds import FILE
from cli.options import option
from cli.reports import utc_now
from cli.tag_kinds import ISSUER, SERIAL, signing_key
from cli.verb import Verb

_MODE = 0o644
"""What a list says is no secret, and components run as somebody else."""


@click.command(cls=Verb)
@click.argument("serials", metavar="SERIAL...", type=SERIAL, nargs=-1)
@option("--authority-key", type=FILE, required=True, help="Private key of the authority, PEM.")
@option(
    "--revocations",
    type=FILE,
    required=True,
    help="List to add to; made where there is none, also without a serial.",
)
@option(
    "--authority",
    type=FILE,
    help="Public keys by which the list of now may be signed, PEM, where the authority has changed "
    "its key; otherwise that of --authority-key.",
)
@option("--issuer", type=ISSUER, default="tag-authority", help="Name of the authority, for people.")
def revoke(
    serials: tuple[str, ...],
    authority_key: Path,
    revocations: Path,
    authority: Path | None,
    issuer: str,
) -> None:
    """Revoke tag records: write a new signed list in the place of the old one.

    Serials of the old list stay in it. Components read it within a second; serials are told by
    bondstone tags show.
    """
    key = signing_key(authority_key)
    keys = {**key.public_keys, **(read_keys(authority) if authority else {})}
    with _alone(revocations.parent):
        now = utc_now()
        old = _existing(revocations, keys, now)
        before = old.serials if old is not None else frozenset()
        issued_at = max(now, old.issued_at) if old is not None else now
        text = issue_revocations({*before, *serials}, issuer=issuer, key=key, now=issued_at)
        _replace(revocations, text)
    new = len({*serials} - before)
    click.echo(f"{revocations}: {new} revoked now, {len(before) + new} in all")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Let no two revoke at once: what one has added, the other would forget."""
    try:
        number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as exc:
        raise RevocationsError(f"{folder} cannot be written to: {exc.strerror}") from exc
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def _existing(path: Path, keys: PublicKeys, now: datetime) -> Revocations | None:
    """Return the list of now; one that cannot be read is never replaced by one that forgets it."""
    if not path.exists():
        return None
    try:
        old = read_list(path, keys)
        require_newer(old, None, now=now)
    except TagsError as exc:
        raise RevocationsError(f"{path}: {exc}; nothing was changed") from exc
    return old


def _replace(path: Path, text: str) -> None:
    """Write beside it and rename: nobody ever reads half a list.

    Raises:
        RevocationsError: It cannot be written.
    """
    beside = None
    try:
        number, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        beside = Path(name)
        with os.fdopen(number, "w") as file:
            file.write(f"{text}\n")
            file.flush()
            os.fsync(file.fileno())
        beside.chmod(_MODE)
        beside.replace(path)
    except OSError as exc:
        if beside is not None:
            beside.unlink(missing_ok=True)
        raise RevocationsError(f"{path} cannot be written: {exc.strerror}") from exc
