# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies within bounds."""

import time
from io import BytesIO

import pytest
import urllib3

from outbound.body import BodyBrokenError, BodyTooLongError, read_bounded_body


def response(body: BytesIO) -> urllib3.HTTPResponse:
    return urllib3.HTTPResponse(body=body, preload_content=False)


class Broken(BytesIO):
    """Breaks off at its end."""

    def read1(self, size: int | None = -1, /) -> bytes:
        """Fail as a connection does."""
        raise ConnectionResetError(104, "Connection reset by peer")

    read = read1


def test_a_body_of_the_limit_is_read_whole_and_a_byte_more_is_not() -> None:
    later = time.monotonic() + 60
    assert read_bounded_body(response(BytesIO(b"x" * 9)), limit=9, deadline=later) == b"x" * 9
    with pytest.raises(BodyTooLongError, match="is longer than 8 bytes"):
        read_bounded_body(response(BytesIO(b"x" * 9)), limit=8, deadline=later)


def test_a_body_that_still_comes_after_the_deadline_has_not_ended_in_time() -> None:
    with pytest.raises(BodyBrokenError, match="did not end in time"):
        read_bounded_body(response(BytesIO(b"x")), limit=9, deadline=time.monotonic() - 1)


def test_a_body_that_breaks_off_says_why() -> None:
    with pytest.raises(BodyBrokenError, match=r"broke off: .*reset"):
        read_bounded_body(response(Broken()), limit=9, deadline=time.monotonic() + 60)
