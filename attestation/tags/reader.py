# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Texts of tag records turned into values of the core, against what the authority has published."""

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from attestation.tags.authority import AuthorityFiles, Published
from attestation.tags.errors import MalformedError, WrongKeyError
from attestation.tags.keys import PublicKeys
from attestation.tags.record import read_record
from trust.tag_record import ReadRecord, TagRecord
from trust.verdict import Finding, Outcome

_LOG = logging.getLogger("attestation")
_BETWEEN_LOOKS = 1.0
"""Seconds between two looks at the files: what is revoked counts no longer than that."""
_REMEMBERED = 50_000
"""Verified texts: a signature costs a tenth of a millisecond, and a cluster has thousands."""


class TagReader(Protocol):
    """Whoever turns texts into records."""

    @property
    def revision(self) -> int:
        """Return a number that grows when ``read`` may answer differently."""
        ...

    def read(self, text: str) -> ReadRecord:
        """Return the record, or why it does not count."""
        ...


class NoAuthority:
    """Reads for a component without --tag-authority: it can verify nothing."""

    revision = 0

    def read(self, text: str) -> ReadRecord:
        """Return the same Finding for every text."""
        del text
        return _no_keys("no --tag-authority is given")


class AuthorityReader:
    """Reads against the files of a tag authority; used from several threads.

    Args:
        files: Its keys, and what it revoked.
        clock: Seconds that never go back.
    """

    def __init__(
        self, files: AuthorityFiles, *, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._files = files
        self._clock = clock
        self._lock = threading.Lock()
        self._looked_at = clock()
        self._revision = 1
        # Together, so that nothing verified by a key that is gone is remembered after it.
        self._state: tuple[Published, dict[str, ReadRecord]] = (files.published(), {})

    @property
    def revision(self) -> int:
        """Return a number that grows with every change of the files."""
        self._look()
        return self._revision

    def read(self, text: str) -> ReadRecord:
        """Verify and read; what is expired or about another machine is for the rules to say."""
        published, verified = self._look()
        if published.keys is None:
            return _no_keys(published.keys_problem)
        record = verified.get(text)
        if record is None:
            if len(verified) >= _REMEMBERED:
                verified.clear()
            record = verified[text] = _verify(text, published.keys)
        if isinstance(record, Finding):
            return record
        if published.revocations_problem:
            return Finding(
                code="tag-revocations-unknown",
                outcome=Outcome.UNKNOWN,
                detail="nobody can tell which tag records are revoked: "
                + published.revocations_problem,
            )
        revoked = published.revocations
        if revoked is not None and record.serial in revoked.serials:
            return replace(record, revoked=True)
        return record

    def problem(self) -> str | None:
        """Return why the files are not as they should be."""
        published, _ = self._look()
        return published.problem or None

    def _look(self) -> tuple[Published, dict[str, ReadRecord]]:
        with self._lock:
            if self._clock() - self._looked_at >= _BETWEEN_LOOKS:
                self._looked_at = self._clock()
                old, verified = self._state
                new = self._files.published()
                if new is not old:
                    self._state = (new, verified if new.keys == old.keys else {})
                    self._revision += 1
                    _log(new)
            return self._state


def _log(published: Published) -> None:
    revoked = published.revocations.serials if published.revocations else ()
    keys = sorted(published.keys or ())
    extra = {"keys": keys, "revoked": len(revoked), "why": published.problem}
    _LOG.warning("tag authority changed", extra=extra)


def _verify(text: str, keys: PublicKeys) -> TagRecord | Finding:
    try:
        return read_record(text, keys)
    except MalformedError as exc:
        return Finding(
            code="tag-record-invalid",
            outcome=Outcome.DENY,
            detail=f"a tag record cannot be read: {exc}",
        )
    except WrongKeyError as exc:
        return Finding(
            code="tag-record-wrong-key",
            outcome=Outcome.DENY,
            detail=f"a tag record is not the tag authority's: {exc}",
        )


def _no_keys(problem: str) -> Finding:
    return Finding(
        code="tag-authority-unknown",
        outcome=Outcome.UNKNOWN,
        detail=f"tag records cannot be verified: {problem}",
    )
