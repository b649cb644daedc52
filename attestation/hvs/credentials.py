# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""User and password for AAS, in files that are read whenever a token is asked for."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from attestation.errors import EndpointError
from documents.strict import SyntaxProblemError, read_bounded

_LONGEST = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Credentials:
    """Who asks AAS for a token.

    Attributes:
        username: Of the user.
        password: Never shown.
    """

    username: str
    password: str = field(repr=False)

    @property
    def body(self) -> bytes:
        """Return the body of the request; AAS refuses any other field."""
        return json.dumps({"username": self.username, "password": self.password}).encode()


def read_credentials(username_file: Path, password_file: Path) -> Credentials:
    """Read both files; a line's end at their ends does not count.

    Raises:
        EndpointError: One cannot be read, is empty, or is no text.
    """
    return Credentials(username=_read(username_file), password=_read(password_file))


def _read(path: Path) -> str:
    try:
        text = read_bounded(path, limit=_LONGEST).decode("utf-8").rstrip("\r\n")
    except OSError as exc:
        raise EndpointError(f"{path} cannot be read: {exc.strerror}") from exc
    except (UnicodeDecodeError, SyntaxProblemError) as exc:
        raise EndpointError(f"{path} is not a text of at most {_LONGEST} bytes") from exc
    if not text:
        raise EndpointError(f"{path} is empty")
    return text
