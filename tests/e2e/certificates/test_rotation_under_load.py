# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Authorities and certificates that last a minute rotate twice under load, and nobody notices."""

import re
import time
from collections.abc import Iterator
from itertools import count

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED
from tests.e2e.certificates.load import loads
from tests.e2e.certificates.world import Certified, certified_running
from tests.e2e.starting import begun

ROTATIONS = 2
_LONGEST = 400.0
"""Seconds: each authority is due after 60, and replaced some 20 later."""
_COUNTED = re.compile(r'^bondstone_certificate_rotations_total\{certificate="(\S+)"\} (\S+)', re.M)


@pytest.fixture
def _no_pod_is_left() -> None:
    """Nothing of the other stories' world is used, so it need not be started."""


@pytest.fixture(scope="module")
def certified() -> Iterator[Certified]:
    with begun(certified_running()) as started:
        yield started


def _show(line: str) -> None:
    print(line)  # noqa: T201  how many were counted is what the story is about


def rotations(certified: Certified) -> dict[str, float]:
    shown = certified.world.bondstone.metrics("issuer")
    return {name: float(value) for name, value in _COUNTED.findall(shown)}


def test_two_rotations_of_the_authority_fail_no_request(certified: Certified) -> None:
    image = certified.world.images.encrypted("shop/rotating:1")
    before = rotations(certified)
    clients = loads(certified, image)
    for client in clients:
        client.start()
    try:
        bound, failed = _pods_until_rotated(certified, image, before)
    finally:
        for client in clients:
            client.stop()
        for client in clients:
            _show(f"{client.name}: {len(client.failed)} of {client.asked} failed")
    after = rotations(certified)
    _show(f"pods: {len(failed)} of {bound + len(failed)} not bound")
    _show(f"rotations: {before}, then {after}")
    assert failed == []
    assert {client.name: client.failed for client in clients if client.failed} == {}
    assert all(client.asked > 100 for client in clients)
    assert after["authority"] - before["authority"] >= ROTATIONS
    assert all(after[end] - before[end] >= 2 * ROTATIONS for end in before if end != "authority")


def _pods_until_rotated(
    certified: Certified, image: Pushed, before: dict[str, float]
) -> tuple[int, list[str]]:
    """Create pods one after another, until authorities have been exchanged."""
    bound = 0
    failed: list[str] = []
    end = time.monotonic() + _LONGEST
    for number in count():
        done = rotations(certified).get("authority", 0) - before["authority"]
        if done >= ROTATIONS and _steady(certified):
            return bound, failed
        assert time.monotonic() < end, f"{done} rotations in {_LONGEST} s"
        pod = f"rotating-{number}"
        node = _run(certified, pod, image)
        bound += node == EU
        events = certified.world.events_of(pod)
        if node != EU or "tls:" in events or "x509" in events:
            failed.append(f"{pod} {node!r}: {events[-600:]}")
        certified.world.kubectl(
            "-n", PROTECTED, "delete", "pod", pod, "--grace-period=0", "--force"
        )
    return bound, failed


def _run(certified: Certified, pod: str, image: Pushed) -> str:
    said = certified.world.run_pod(pod, image.reference)
    if "created" not in said:
        return said
    for _ in range(60):
        certified.play_kubelet()
        node = certified.world.node_of(pod)
        if node:
            return node
        time.sleep(0.5)
    return ""


def _steady(certified: Certified) -> bool:
    shown = certified.world.bondstone.metrics("issuer")
    return 'bondstone_authority_rotation_phase{phase="steady"} 1.0' in shown
