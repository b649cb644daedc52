# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The file of pinned signing certificates, read again when it changes."""

import threading
from pathlib import Path

from attestation.errors import EndpointError
from attestation.hvs.signers import Signers, SignersError, parse_signers
from documents.stamp import Stamp, stamp_of
from documents.strict import SyntaxProblemError, read_bounded

_LIMIT = 256 * 1024


class PinnedSigners:
    """Gives the certificates that the file holds now.

    Args:
        path: The file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._read: tuple[Stamp, Signers] | None = None

    def current(self) -> Signers:
        """Return the certificates; a file that cannot be read leaves none in force.

        Raises:
            EndpointError: The file cannot be read, or does not hold what it should.
        """
        with self._lock:
            try:
                stamp = stamp_of(self._path)
                if self._read is None or self._read[0] != stamp:
                    self._read = (stamp, parse_signers(read_bounded(self._path, limit=_LIMIT)))
            except OSError as exc:
                self._read = None
                raise EndpointError(f"{self._path} cannot be read: {exc.strerror}") from exc
            except (SignersError, SyntaxProblemError) as exc:
                self._read = None
                raise EndpointError(f"{self._path} cannot be used: {exc}") from exc
            return self._read[1]
