# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One answer of a verification service, complete."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from attestation.errors import AnswerError, ServiceUnavailableError
from documents.json_shape import MAX_OBJECTS
from documents.strict import SyntaxProblemError
from documents.strict_json import loads

_IMF_FIXDATE = re.compile(
    r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
)
MOST_VALUES = 500_000
"""Of one answer: 5,000 agents of Keylime have a third of it, and more cost seconds."""
_OK = 200
_TRY_LATER = frozenset({408, 425, 429})
_SERVER_ERROR = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back. Bodies may hold secrets: nothing of one is ever shown.

    Attributes:
        source: Who answered what, for messages: ``host:port/path``.
        status: HTTP status (RFC 9110 §15).
        headers: Names in lower case; of a name that stands twice, all values joined by commas.
        body: At most as long as the Endpoint allows.
    """

    source: str
    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = field(default=b"", repr=False)

    def require_ok(self) -> "Reply":
        """Return the reply itself if its status is 200.

        Raises:
            ServiceUnavailableError: The server says that it cannot answer now.
            AnswerError: It says that the question is wrong, or something else.
        """
        if self.status == _OK:
            return self
        later = self.status >= _SERVER_ERROR or self.status in _TRY_LATER
        leaf = ServiceUnavailableError if later else AnswerError
        raise leaf(f"{self.source} answers with status {self.status}")

    def json(self, *, most_objects: int = MAX_OBJECTS, most_values: int = MOST_VALUES) -> object:
        """Parse the body strictly: no key twice, no NaN, bounded depth.

        Args:
            most_objects: Objects and lists in it; each costs a hundred bytes or more.
            most_values: Keys and values in it.

        Raises:
            AnswerError: It is not such a document.
        """
        with self.strictly():
            return loads(self.body, most_objects=most_objects, most_values=most_values)

    @contextmanager
    def strictly(self) -> Iterator[None]:
        """Read the body strictly.

        Raises:
            AnswerError: It cannot be read so.
        """
        try:
            yield
        except SyntaxProblemError as exc:
            # The parser may quote what it read.
            text = str(exc).partition(": ")[0].removeprefix("it ")
            raise AnswerError(f"the answer of {self.source} {text}") from exc

    @property
    def date(self) -> datetime:
        """Return the server's clock when it answered (RFC 9110 §6.6.1), to the second.

        Raises:
            AnswerError: It does not say, says it twice, or in another way than servers must.
        """
        text = self.headers.get("date", "")
        if _IMF_FIXDATE.fullmatch(text):
            with suppress(ValueError):
                return parsedate_to_datetime(text)
        raise AnswerError(f"the answer of {self.source} does not say when it was given")
