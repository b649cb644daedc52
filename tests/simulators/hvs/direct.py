# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulated server asked without a network: the Protocol that the real client implements."""

from collections.abc import Callable, Mapping

from attestation.errors import ServiceUnavailableError
from attestation.http.reply import Reply
from tests.simulators.answers import Answer, Asked, Manner


class Direct:
    """Asks a simulator; an answer in any manner but promptly never comes.

    Args:
        answer: The simulator.
        host: Its name.
        base: The path that requests begin with.

    Attributes:
        asked: The requests, in order.
        before: Is called before each answer.
    """

    def __init__(self, answer: Callable[[Asked], Answer], *, host: str, base: str) -> None:
        self._answer = answer
        self._base = base
        self.host = host
        self.asked: list[Asked] = []
        self.before: Callable[[Asked], None] = lambda _: None
        self.closed = False
        self._instead: Answer | None = None

    def answers_with(self, answer: Answer | None) -> None:
        """Give this answer to everything, or the simulator's again."""
        self._instead = answer

    def get(
        self, target: str, *, deadline: float, headers: Mapping[str, str] | None = None
    ) -> Reply:
        """Send a GET."""
        del deadline  # time stands still
        return self._exchange(Asked(path=self._base + target, headers=headers or {}))

    def post(
        self,
        target: str,
        body: bytes,
        *,
        content_type: str,
        deadline: float,
        headers: Mapping[str, str] | None = None,
    ) -> Reply:
        """Send a POST."""
        del deadline
        sent = {"Content-Type": content_type, **(headers or {})}
        return self._exchange(Asked(path=self._base + target, headers=sent, body=body))

    def close(self) -> None:
        """Take note."""
        self.closed = True

    def _exchange(self, asked: Asked) -> Reply:
        self.asked.append(asked)
        self.before(asked)
        answer = self._instead or self._answer(asked)
        if answer.manner is not Manner.PROMPT:
            raise ServiceUnavailableError(f"{self.host} cannot be reached: it is silent")
        headers = {name.lower(): value for name, value in answer.headers.items()}
        source = self.host + asked.path.partition("?")[0]
        return Reply(source=source, status=answer.status, headers=headers, body=answer.body)
