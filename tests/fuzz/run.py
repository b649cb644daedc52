# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One run: bodies to both servers, and everything that must not happen counted."""

import json
import logging
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from flask.testing import FlaskClient

from tests.fuzz.calls import accepted, wrongly_accepted
from tests.fuzz.inputs import Inputs, recordings
from tests.fuzz.memory import Memory
from tests.fuzz.oracle import unreadable, wrongly_admitted
from tests.fuzz.targets import extender, review_seeds, webhook

_SLOW_SECONDS = 5.0
"""Far above what any body takes: this is for hangs, on a busy machine too."""
_ANSWERS = (200, 400, 411)
_DEFECT = b"Bondstone failed"
"""How a refusal says that something was raised (webhook/unreadable.py)."""


@dataclass
class Result:
    """What a run found.

    Attributes:
        answers: Requests by path and status.
        admitted: Bodies that were allowed: a run without any proves little.
        wrong: Each thing that must not happen, with the body.
        memory: What was kept.
    """

    memory: Memory
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    admitted: int = 0
    wrong: list[tuple[str, bytes]] = field(default_factory=list)


class Failures(logging.Handler):
    """What servers log of defects of their own, which their answers may hide."""

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self._found: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep what was raised."""
        raised = record.exc_info[1] if record.exc_info else None
        self._found.append(f"{record.getMessage()}: {raised!r}")

    def taken(self) -> list[str]:
        """Return what was found since the last call."""
        found, self._found = self._found, []
        return found


@contextmanager
def _failures() -> Iterator[Failures]:
    found = Failures()
    logging.getLogger().addHandler(found)
    try:
        yield found
    finally:
        logging.getLogger().removeHandler(found)


def fuzz(count: int, *, number: int) -> Result:
    """Send ``count`` bodies to each route of the two servers."""
    reviewing, scheduling, result = webhook(), extender(), Result(Memory(count))
    reviews = Inputs(review_seeds(reviewing), number)
    calls = Inputs(recordings("extender"), number + 1)
    preemptions = Inputs(recordings("preemption"), number + 2)
    bodies = zip(reviews, calls, preemptions, strict=False)
    with _failures() as failures:
        for index, (review, call, preemption) in enumerate(islice(bodies, count)):
            for client, path, body in (
                (reviewing, "/mutate", review),
                (reviewing, "/validate", review),
                (scheduling, "/filter", call),
                (scheduling, "/preempt", preemption),
            ):
                _send(client, path, body, result)
                _note_failures(path, body, failures, result)
            result.memory.note(index)
    return result


def _send(client: FlaskClient, path: str, body: bytes, result: Result) -> None:
    started = time.monotonic()
    response = client.post(path, data=body, content_type="application/json")
    elapsed = time.monotonic() - started
    result.answers[(path, response.status_code)] += 1
    if response.status_code not in _ANSWERS:
        result.wrong.append((f"{path} answers {response.status_code}", body))
    if _DEFECT in response.get_data():
        result.wrong.append((f"{path} answers that Bondstone failed", body))
    if elapsed > _SLOW_SECONDS:
        result.wrong.append((f"{path} took {elapsed:.1f} s", body))
    if response.status_code == 200:
        why = _judge(path, body, response.get_json(), result)
        if why:
            result.wrong.append((f"{path} lets through {why}", body))


def _note_failures(path: str, body: bytes, failures: Failures, result: Result) -> None:
    result.wrong.extend((f"{path} logs {each}", body) for each in failures.taken())


def _judge(path: str, body: bytes, answer: dict[str, object], result: Result) -> str:
    if path in ("/filter", "/preempt"):
        result.admitted += bool(accepted(answer))
        return wrongly_accepted(json.loads(body), answer)
    response = answer["response"]
    assert isinstance(response, dict)
    if path == "/mutate" or not response["allowed"]:
        return ""
    result.admitted += 1
    if why := unreadable(body):
        return why
    doubts = response["auditAnnotations"].get("doubts", "")
    return wrongly_admitted(json.loads(body), doubts=doubts)
