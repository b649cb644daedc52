# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A watched file of Reports: for trials and tests, never for production.

Whoever can write the file decides which nodes are trusted, and a node's name is identity enough.
The instant of its answer is the file's modification time: a file that nobody writes any more goes
stale like a service that went silent.
"""

import os
import stat
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from attestation.errors import AnswerError, ServiceUnavailableError
from attestation.reports_document import parse_reports
from attestation.service import Answer
from documents.stamp import Stamp, stamp_of_stat
from trust.errors import ReportError
from trust.report import Identity, IdentityKind

_LIMIT = 16 * 1024 * 1024
"""Bytes: 5,000 nodes take one and a half million."""


class UnsafeReportsFile:
    """The source behind ``--unsafe-reports-file``.

    Args:
        path: The file.
        name: What policies and reasons call it.
        kind: By what it says which node each Report is about.
    """

    def __init__(
        self,
        path: Path,
        *,
        name: str = "unsafe-reports-file",
        kind: IdentityKind = IdentityKind.NODE_NAME,
    ) -> None:
        self._path = path
        self._name = name
        self._kind = kind
        self._lock = threading.Lock()
        self._read: tuple[Stamp, Answer] | None = None

    @property
    def name(self) -> str:
        """Return what people and policies call it."""
        return self._name

    @property
    def kind(self) -> IdentityKind:
        """Return by what the file says which node is meant."""
        return self._kind

    def fetch(self, *, deadline: float) -> Answer:
        """Read the file, if it changed.

        Raises:
            ServiceUnavailableError: It cannot be read.
            AnswerError: It is not a document of Reports; nothing of it is believed.
        """
        with self._lock:
            stamp, content = self._load()
            if content is not None:
                self._read = (stamp, self._parse(stamp, content, deadline))
            if self._read is None:
                raise ServiceUnavailableError(f"{self._path} has not been read")
            return self._read[1]

    def ask(self, identity: Identity, *, deadline: float) -> Answer:
        """Read the file, if it changed, for one node's Report.

        Raises:
            AttestationError: As for ``fetch``.
        """
        answer = self.fetch(deadline=deadline)
        reports = tuple(each for each in answer.reports if each.identity == identity)
        return replace(answer, reports=reports, complete=False)

    def close(self) -> None:
        """Do nothing: no file is left open."""

    def _load(self) -> tuple[Stamp, bytes | None]:
        """Return the file's stamp, and its content unless it is the one that was read."""
        try:
            with self._path.open("rb") as file:
                found = os.fstat(file.fileno())
                if not stat.S_ISREG(found.st_mode):
                    raise ServiceUnavailableError(f"{self._path} is not a regular file")
                stamp = stamp_of_stat(found)
                if self._read is not None and stamp == self._read[0]:
                    return stamp, None
                content = file.read(_LIMIT + 1)
        except OSError as exc:
            raise ServiceUnavailableError(f"{self._path} cannot be read: {exc.strerror}") from exc
        if len(content) > _LIMIT:
            raise AnswerError(f"{self._path} is larger than {_LIMIT} bytes")
        return stamp, content

    def _parse(self, stamp: Stamp, content: bytes, deadline: float) -> Answer:
        try:
            reports = parse_reports(content, kind=self._kind, deadline=deadline)
        except ReportError as exc:
            raise AnswerError(f"{self._path}: {exc}") from exc
        written = datetime.fromtimestamp(stamp[0] / 1e9, UTC)
        return Answer(reports=reports, answered_at=written)
