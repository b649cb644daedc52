# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One run: bodies to both servers, and everything that must not happen counted."""

import json
import time
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from flask.testing import FlaskClient

from tests.fuzz.inputs import Inputs, recordings
from tests.fuzz.oracle import unreadable, wrongly_accepted, wrongly_admitted
from tests.fuzz.targets import extender, review_seeds, webhook

_SLOW_SECONDS = 5.0
"""Far above what any body takes: this is for hangs, on a busy machine too."""
_ANSWERS = (200, 400, 411)
_WARM = 0.2
"""Share of a run after which memory has to stay as it is."""


@dataclass
class Result:
    """What a run found.

    Attributes:
        answers: Requests by path and status.
        admitted: Bodies that were allowed: a run without any proves little.
        wrong: Each thing that must not happen, with the body.
        growth: Resident memory at the end by that after the warm-up.
    """

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    admitted: int = 0
    wrong: list[tuple[str, bytes]] = field(default_factory=list)
    growth: float = 0.0


def fuzz(count: int, *, number: int) -> Result:
    """Send ``count`` bodies to each of the two servers."""
    reviewing, filtering, result = webhook(), extender(), Result()
    reviews = Inputs(review_seeds(reviewing), number)
    calls = Inputs(recordings("extender"), number + 1)
    warm = 0
    for index, (review, call) in enumerate(islice(zip(reviews, calls, strict=False), count)):
        for path in ("/mutate", "/validate"):
            _send(reviewing, path, review, result)
        _send(filtering, "/filter", call, result)
        if index == int(count * _WARM):
            warm = _resident()
    result.growth = _resident() / warm
    return result


def _send(client: FlaskClient, path: str, body: bytes, result: Result) -> None:
    started = time.monotonic()
    response = client.post(path, data=body, content_type="application/json")
    elapsed = time.monotonic() - started
    result.answers[(path, response.status_code)] += 1
    if response.status_code not in _ANSWERS:
        result.wrong.append((f"{path} answers {response.status_code}", body))
    if elapsed > _SLOW_SECONDS:
        result.wrong.append((f"{path} took {elapsed:.1f} s", body))
    if response.status_code == 200:
        why = _judge(path, body, response.get_json(), result)
        if why:
            result.wrong.append((f"{path} lets through {why}", body))


def _judge(path: str, body: bytes, answer: dict[str, object], result: Result) -> str:
    if path == "/filter":
        names = answer["NodeNames"]
        assert isinstance(names, list)
        result.admitted += bool(names)
        return wrongly_accepted(json.loads(body), names)
    response = answer["response"]
    assert isinstance(response, dict)
    if path == "/mutate" or not response["allowed"]:
        return ""
    result.admitted += 1
    if why := unreadable(body):
        return why
    return wrongly_admitted(json.loads(body), warned=bool(response.get("warnings")))


def _resident() -> int:
    """Return resident memory in pages (proc(5), statm)."""
    return int(Path("/proc/self/statm").read_text().split()[1])
