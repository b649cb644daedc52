# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a tag authority has published, as files: its keys and what it revoked, read again on change.

Whatever cannot be read makes every record unknown, not only new ones: nobody can tell what a file
would have said.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from attestation.tags.errors import KeyFileError, RevocationsError, TagsError
from attestation.tags.keys import KEY_FILE_LIMIT, PublicKeys, parse_public_keys
from attestation.tags.revocations import (
    REVOCATIONS,
    Revocations,
    read_revocations,
    require_newer,
)
from documents.stamp import Stamp, stamp_of
from documents.strict import SyntaxProblemError, read_bounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The files as they are now.

    Attributes:
        keys: Of the authority; None where they cannot be read.
        revocations: None where there is no such file, or where it cannot be believed.
        keys_problem: Why there are no keys, empty where there are.
        revocations_problem: Why nobody can tell what is revoked, empty where one can.
        remark: What was refused although something counts, for the log.
    """

    keys: PublicKeys | None = None
    revocations: Revocations | None = None
    keys_problem: str = ""
    revocations_problem: str = ""
    remark: str = ""

    @property
    def problem(self) -> str:
        """What is wrong with the files, empty where nothing is."""
        return self.keys_problem or self.revocations_problem or self.remark


class AuthorityFiles:
    """Watches both files; used from several threads.

    Args:
        keys: Public keys in PEM.
        revocations: A signed list, None where the authority revokes nothing.
        now: The clock.
    """

    def __init__(
        self, keys: Path, revocations: Path | None, *, now: Callable[[], datetime]
    ) -> None:
        self._paths = (keys, revocations)
        self._now = now
        self._lock = threading.Lock()
        self._stamps: tuple[Stamp | None, Stamp | None] | None = None
        self._published = Published()
        self._seen: Revocations | None = None

    def published(self) -> Published:
        """Return what the files say, read again only where one has changed.

        Equal contents keep the identity of what was returned before.
        """
        with self._lock:
            keys, revocations = self._paths
            stamps = (_stamp(keys), _stamp(revocations) if revocations else None)
            if stamps != self._stamps or self._published.problem:
                fresh = self._read(keys, revocations)
                self._stamps = stamps
                if fresh != self._published:
                    self._published = fresh
            return self._published

    def _read(self, path: Path, revocations: Path | None) -> Published:
        try:
            keys = read_keys(path)
        except KeyFileError as exc:
            return Published(keys_problem=str(exc))
        if revocations is None:
            return Published(keys=keys)
        try:
            new = read_list(revocations, keys)
        except TagsError as exc:
            return Published(keys=keys, revocations_problem=f"{revocations}: {exc}")
        try:
            require_newer(new, self._seen, now=self._now())
        except RevocationsError as exc:
            if self._seen is None:
                return Published(keys=keys, revocations_problem=f"{revocations}: {exc}")
            remark = f"{revocations}: {exc}"
            return Published(keys=keys, revocations=self._seen, remark=remark)
        self._seen = new
        return Published(keys=keys, revocations=new)


def read_list(path: Path, keys: PublicKeys) -> Revocations:
    """Read a file of revocations.

    Raises:
        TagsError: It cannot be read, is no list, or is not the authority's.
    """
    content = content_of(path, REVOCATIONS.limit + 1, RevocationsError)
    return read_revocations(content.decode("latin-1").removesuffix("\n"), keys)


def read_keys(path: Path) -> PublicKeys:
    """Read a file of public keys.

    Raises:
        KeyFileError: It cannot be read, or holds something else.
    """
    try:
        return parse_public_keys(content_of(path, KEY_FILE_LIMIT, KeyFileError))
    except KeyFileError as exc:
        raise KeyFileError(f"{path}: {exc}") from exc


def content_of(path: Path, limit: int, error: type[TagsError]) -> bytes:
    """Read a small file.

    Args:
        path: The file.
        limit: Bytes.
        error: Raised where it cannot be read, or is longer.
    """
    try:
        return read_bounded(path, limit=limit)
    except OSError as exc:
        raise error(f"it cannot be read: {exc.strerror}") from exc
    except SyntaxProblemError as exc:
        raise error(str(exc)) from exc


def _stamp(path: Path) -> Stamp | None:
    try:
        return stamp_of(path)
    except OSError:
        return None
