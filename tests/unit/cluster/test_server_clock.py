# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server's clock."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from cluster.errors import AnswerError
from cluster.server_clock import server_time


@dataclass
class Answering:
    """An API server that answers one thing."""

    answer: Mapping[str, Any]

    def create(self, path: str, document: Mapping[str, object]) -> Mapping[str, Any]:
        """Answer, where the question is the one that stores nothing."""
        assert path == "/apis/authentication.k8s.io/v1/selfsubjectreviews"
        assert document["kind"] == "SelfSubjectReview"
        return self.answer


def test_the_instant_of_the_answer_is_its_time() -> None:
    answer = {"metadata": {"creationTimestamp": "2026-01-01T12:00:00Z"}}
    assert server_time(Answering(answer).create) == datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    "answer", [{}, {"metadata": None}, {"metadata": {"creationTimestamp": "soon"}}]
)
def test_an_answer_without_an_instant_is_an_error(answer: Mapping[str, Any]) -> None:
    with pytest.raises(AnswerError, match="what time it has"):
        server_time(Answering(answer).create)
