# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How long it takes from a bad quote to the refusal of the node, by the extender's own answers."""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import urllib3

from localcluster.errors import LocalClusterError
from localcluster.keylime.status import INVALID_QUOTE
from localcluster.keylime.world import KeylimeWorld
from localcluster.ports import HOST
from localcluster.stage import PROTECTED
from localcluster.waiting import LONGEST

_PAUSE = 0.01


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Seconds of one revocation.

    Attributes:
        found: From the extension of the PCR until the verifier says so.
        refused: From then until the extender refuses the node.
    """

    found: float
    refused: float


class Filter:
    """Asks the extender as the scheduler does, for one pod and one node.

    Args:
        world: Where.
        pod: A pod that was admitted.
    """

    def __init__(self, world: KeylimeWorld, pod: str) -> None:
        pki = world.cluster.pki
        self._url = f"https://{HOST}:{world.cluster.ports.extender}/filter"
        self._pod = json.loads(world.kubectl("-n", PROTECTED, "get", "pod", pod, "-o=json"))
        self._pool = urllib3.PoolManager(
            ca_certs=str(pki.ca),
            cert_file=str(pki.certificate("extender-client")),
            key_file=str(pki.key("extender-client")),
            timeout=5,
        )

    def accepts(self, node: str) -> bool:
        """Tell whether the pod may go to the node.

        Raises:
            LocalClusterError: The extender does not answer.
        """
        body = json.dumps({"Pod": self._pod, "Nodes": None, "NodeNames": [node]})
        headers = {"Content-Type": "application/json"}
        try:
            answer = self._pool.request(
                "POST", self._url, body=body, headers=headers, retries=False
            )
            names = json.loads(answer.data)["NodeNames"]
        except (urllib3.exceptions.HTTPError, ValueError, KeyError) as exc:
            raise LocalClusterError(f"the extender does not answer: {exc}") from exc
        return node in (names or [])

    def close(self) -> None:
        """Close its connection."""
        self._pool.clear()


def measure_refusal(world: KeylimeWorld, filter_call: Filter, node: str) -> Refusal:
    """Extend a PCR of a trusted node, and wait for the verifier and for the extender.

    Raises:
        LocalClusterError: One of them takes too long.
    """
    agent = world.lab.agents[node]
    agent.extend_pcr()
    started = time.monotonic()
    found = refused = None
    while found is None or refused is None:
        if found is None and (agent.status() or {}).get("operational_state") == INVALID_QUOTE:
            found = time.monotonic() - started
        if refused is None and not filter_call.accepts(node):
            refused = time.monotonic() - started
        if time.monotonic() - started > LONGEST:
            raise LocalClusterError(f"{node} is not refused within {LONGEST:.0f} s")
        time.sleep(_PAUSE)
    return Refusal(found=found, refused=max(refused - found, 0.0))


def measure_refusals(
    world: KeylimeWorld, *, pod: str, node: str, rounds: int, period: float
) -> list[Refusal]:
    """Extend a PCR of one node again and again, and bring it back each time.

    Args:
        world: Where.
        pod: A pod that was admitted, and may go to the node.
        node: With a TPM.
        rounds: How often.
        period: Seconds between two polls of Bondstone: each round comes at another time of one.

    Raises:
        LocalClusterError: Verifier or extender take too long.
    """
    filter_call = Filter(world, pod)
    refusals = []
    try:
        world.wait(lambda: filter_call.accepts(node), what=f"the extender accepts {node}")
        for number in range(rounds):
            time.sleep(period * number / rounds)
            refusals.append(measure_refusal(world, filter_call, node))
            bring_back(world, filter_call, node)
    finally:
        filter_call.close()
    return refusals


@contextmanager
def hub_dead(world: KeylimeWorld) -> Iterator[None]:
    """Kill the hub for a while: nobody hears Keylime's webhook, and only polls tell of anything."""
    world.bondstone.processes["hub"].kill()
    try:
        yield
    finally:
        world.bondstone.launch("hub")
        world.bondstone.wait_ready("hub")


def bring_back(
    world: KeylimeWorld, filter_call: Filter, node: str, *, seconds: float = LONGEST
) -> None:
    """Reboot and enrol a node whose PCR was extended, until the extender accepts it."""
    agent = world.lab.agents[node]
    agent.revoke()
    agent.reboot()
    agent.enrol()
    accepted = f"the extender accepts {node} again"
    world.wait(lambda: filter_call.accepts(node), what=accepted, seconds=seconds)
