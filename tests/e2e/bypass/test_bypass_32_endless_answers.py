# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry answers without end, in drips or not at all, until nobody can create pods."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from images.media_types import OCI_MANIFEST
from localcluster.world import World
from tests.e2e.bypass.conftest import Containers, Create, Serve
from tests.simulators.answers import Answer, Manner

GUARD = "Answers are bounded in size and time, calls to one registry in number; others go on."


BUSY = "is slow: 8 other requests wait for it"


@pytest.mark.parametrize(
    ("manner", "text"),
    [
        (Manner.ENDLESS, "exceeds 4194304 bytes"),
        (Manner.BROKEN_OFF, "broke off"),
        (Manner.HUNG_UP, "cannot be reached"),
        (Manner.DRIPPING_BODY, "could not be inspected"),
    ],
)
def test_the_pod_gets_our_sentence(create: Create, serve: Serve, manner: Manner, text: str) -> None:
    answer = Answer(headers={"Content-Type": OCI_MANIFEST}, body=bytes(65536), manner=manner)
    said = create(containers=serve(b"", *[answer] * 3))
    assert "could not be evaluated" in said
    assert text in said
    assert "context deadline exceeded" not in said


def test_others_go_on_meanwhile(world: World, create: Create, serve: Serve) -> None:
    headers = {"Content-Type": OCI_MANIFEST}
    drips = Answer(headers=headers, body=bytes(65536), manner=Manner.DRIPPING_BODY)
    slow = [serve(b"", *[drips] * 3) for _ in range(20)]

    def ask(containers: Containers) -> str:
        return create(containers=containers)

    with ThreadPoolExecutor(20) as pool:
        answers = [pool.submit(ask, containers) for containers in slow]
        world.wait(
            lambda: any(one.done() and BUSY in one.result() for one in answers),
            what="as many calls hang as one registry may have",
        )
        assert "created" in create()
        assert not all(answer.done() for answer in answers), "the registry still holds others"
        assert all("could not be evaluated" in answer.result() for answer in answers)
