# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""JSON in requests: the rules are those of documents, the answer is 400."""

import pytest

from serving.errors import BadRequestError
from serving.strict_json import loads


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"{", "the body is not strict JSON: "),
        (b"\xff", "the body is not UTF-8"),
        (b"[" * 1000, "the body is nested deeper than 100 levels"),
    ],
)
def test_what_is_not_strict_json_is_refused_with_400(raw: bytes, problem: str) -> None:
    with pytest.raises(BadRequestError, match=problem) as caught:
        loads(raw)
    assert caught.value.status == 400


def test_what_is_strict_json_is_read() -> None:
    assert loads(b'{"a": [1]}') == {"a": [1]}
