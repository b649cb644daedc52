# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Resident memory of the webhook after 100,000 reviews, against after 1,000.

Every review is of another pod; they are of 200 images in 20 namespaces, half of which a policy
selects. Of each twenty, one names an image that the registry does not have, and one a scheduler of
its own: where a policy selects them, they are refused.
"""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from bench.client import Caller
from bench.measure import Measure, show
from bench.processes import family, mebibytes
from bench.pushing import push_images
from bench.stage import Stage
from bench.validating import PATH, review_of
from localcluster.errors import LocalClusterError
from localcluster.world import POLICY, PROTECTED

_REVIEWS, _WARM, _STEPS = 100_000, 1_000, 9
_CONNECTIONS = 4
_IMAGES, _NAMESPACES = 200, 20


@dataclass(frozen=True, slots=True)
class Reviews:
    """Reviews by number, and whether each has to be allowed."""

    text: str
    image: str
    others: list[str]

    def one(self, number: int) -> tuple[bytes, bool]:
        """Return one."""
        namespace, kind = number % _NAMESPACES, number // _NAMESPACES % 20
        text = self.text.replace(f'"{PROTECTED}"', f'"{_name(namespace)}"')
        text = text.replace('"api"', f'"api-{number}"')
        image = self.others[number % _IMAGES]
        if kind == 0:
            image = f"{image.partition('@')[0]}-gone-{number}"
        elif kind == 1:
            text = text.replace('"bondstone-scheduler"', '"mine"')
        return text.replace(self.image, image).encode(), kind > 1 or namespace % 2 == 1


def measure_memory(stage: Stage) -> list[Measure]:
    """Return resident memory at the end and after the first thousand."""
    _create_namespaces(stage)
    reviews = _reviews(stage)
    pki, port = stage.cluster.pki.folder, stage.cluster.ports.webhook
    callers = [
        Caller(port, PATH, b"", pki=pki, client="webhook-client") for _ in range(_CONNECTIONS)
    ]
    _, worker = family(stage.bondstone.processes["webhook"].pid)
    ends = [_WARM + (_REVIEWS - _WARM) * step // _STEPS for step in range(_STEPS + 1)]
    sizes = []
    with ThreadPoolExecutor(_CONNECTIONS) as pool:
        for begin, end in zip([0, *ends], ends, strict=False):
            _send(pool, callers, reviews, range(begin, end))
            sizes.append(mebibytes(worker, "Rss"))
    for caller in callers:
        caller.close()
    first, last = sizes[0], sizes[-1]
    figure = Measure(
        name="webhook memory after 100,000 reviews",
        value=round(last, 1),
        unit="MiB",
        reference=round(first, 1),
        ratio=round(last / first, 3),
        n=_REVIEWS,
    )
    steps = [size / first for size in sizes[1:]]
    spread = f"{min(steps):.2f} to {max(steps):.2f} in {_STEPS} steps"
    show(figure, against="after 1,000", spread=spread)
    return [figure]


def _send(
    pool: ThreadPoolExecutor, callers: list[Caller], reviews: Reviews, numbers: range
) -> None:
    """Send reviews over all connections; what is not answered as it has to be ends the run."""

    def run(place: int) -> None:
        for number in numbers[place::_CONNECTIONS]:
            body, allowed = reviews.one(number)
            answer = callers[place].answer(body)
            if (b'"allowed":true' in answer) != allowed:
                raise LocalClusterError(f"review {number} was answered {answer[:500]!r}")

    list(pool.map(run, range(_CONNECTIONS)))


def _reviews(stage: Stage) -> Reviews:
    pushed = push_images(stage.images, _IMAGES, "bench/many")
    pinned = [f"{each.reference}@{each.digest}" for each in pushed]
    pod = stage.placed_pod()
    text = json.dumps(review_of(pod))
    return Reviews(text, pod["spec"]["containers"][0]["image"], pinned)


def _create_namespaces(stage: Stage) -> None:
    """Create them, and let a policy select each second one."""
    for number in range(_NAMESPACES):
        labels = {"bench": "selected"} if number % 2 == 0 else {}
        namespace = {"metadata": {"name": _name(number), "labels": labels}}
        stage.cluster.api.call("POST", "/api/v1/namespaces", namespace)
    policy = POLICY.replace(f"kubernetes.io/metadata.name: {PROTECTED}", "bench: selected")
    policy = policy.replace(f"name: {PROTECTED}", "name: bench")
    stage.cluster.kubectl("apply", "-f", "-", stdin=policy)
    time.sleep(2)  # watched by then


def _name(number: int) -> str:
    return f"bench-{number}"
