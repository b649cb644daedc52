# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies that nobody wants."""

import io

import pytest

from serving import past
from serving.past import read_past


class Torn(io.BytesIO):
    """A body whose sender goes away after some reads."""

    def __init__(self, content: bytes, reads: int) -> None:
        self.left = reads
        super().__init__(content)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read, or fail as a socket does."""
        self.left -= 1
        if self.left < 0:
            raise ConnectionResetError
        return super().read(size)


def test_the_beginning_is_kept_and_all_is_read() -> None:
    body = io.BytesIO(b"head" + b"x" * 1_000_000)
    assert read_past({"wsgi.input": body}, 4) == b"head"
    assert body.read() == b""


@pytest.mark.parametrize(("reads", "kept"), [(0, b""), (1, b"head"), (2, b"head")])
def test_a_sender_that_goes_away_is_no_failure(reads: int, kept: bytes) -> None:
    assert read_past({"wsgi.input": Torn(b"head" + b"x" * 1_000_000, reads)}, 4) == kept


def test_a_body_without_end_is_read_up_to_a_bound() -> None:
    class Endless(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1, /) -> bytes:
            self.given += size or 0
            return bytes(size or 0)

    body = Endless()
    assert read_past({"wsgi.input": body}, 4) == bytes(4)
    assert body.given == past.MOST + 4
