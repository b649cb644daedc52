# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images never judged before, against one raw GET of their manifest by the same client.

Over the loopback interface, where only processors take time, and through a network of 20 ms, where
round trips do. There, once with connections that are open, and once at first contact: a new client
on both sides for each sample, which has to open them. The aims apply to the latter, which is what a
cold registry costs. With open connections, two round trips against one (three for an index) are
exactly 2 and 3, so that not one instruction more would fit in: shown with that floor, without aim.
The registry works on this machine too, and costs as much for the head of a layer as for anything.
"""

import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial

from bench.measure import Measure, alternate, percentile
from bench.pushing import push_images, push_indexes
from bench.stage import Stage
from images.client import Client
from images.inspect import Images
from images.media_types import MANIFEST_TYPES
from images.registries import Registries, Registry
from localcluster.errors import LocalClusterError
from localcluster.ports import HOST
from localcluster.process import Process
from trust.reference import parse_reference

ROUND_TRIP = 20
"""Milliseconds, as to a registry in the same region of a cloud."""
_IMAGES, _ROUNDS, _WARM = 4, 10, 4
_COUNT = 2 * (3 * _IMAGES * _ROUNDS + 2 * _WARM)
_SECONDS = 10.0
_ACCEPT = ", ".join(sorted(MANIFEST_TYPES))


def measure_inspection(stage: Stage) -> list[Measure]:
    """Return the time for one manifest and for an index of four platforms, near and far."""
    kinds = {
        "cold image": (push_images(stage.images, _COUNT), 2),
        "cold index of 4": (push_indexes(stage.images, _COUNT), 3),
    }
    ports = stage.cluster.ports
    command = [sys.executable, "-m", "bench.delay"]
    command += [str(each) for each in (ports.private_registry, ports.registry, ROUND_TRIP)]
    network = Process("delay", command, log=stage.cluster.folder / "logs" / "delay.log")
    measures = []
    for kind, (pushed, floor) in kinds.items():
        names = iter([each.reference.partition("/")[2] for each in pushed])
        near, far = _registry(stage, ports.registry), _registry(stage, ports.private_registry)
        measures += [
            _measure(f"{kind}, on this machine", Kept(near, names), names),
            _measure(f"{kind}, {ROUND_TRIP} ms, open (floor {floor})", Kept(far, names), names),
            _measure(f"{kind}, {ROUND_TRIP} ms, first contact", Fresh(far), names),
        ]
    network.stop()
    return measures


def _registry(stage: Stage, port: int) -> Registry:
    return Registry(host=f"{HOST}:{port}", ca_file=stage.images.registry.ca)


class Kept:
    """Two clients with connections that are open, which those of judging need more of.

    Args:
        registry: Who is asked.
        names: Of images, for opening them.
    """

    def __init__(self, registry: Registry, names: Iterator[str]) -> None:
        self._judge = partial(_judge, Images(Registries({registry.host: registry})), registry)
        self._get = partial(_get, Client(), registry)
        for _ in range(_WARM):
            self._judge(next(names))
            self._get(next(names))

    def judge(self) -> Callable[[str], None]:
        """Return who judges."""
        return self._judge

    def get(self) -> Callable[[str], None]:
        """Return who gets a manifest, and no more."""
        return self._get


class Fresh:
    """New clients for each image.

    Args:
        registry: Who is asked.
    """

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def judge(self) -> Callable[[str], None]:
        """Return somebody new who judges."""
        registries = Registries({self._registry.host: self._registry})
        return partial(_judge, Images(registries), self._registry)

    def get(self) -> Callable[[str], None]:
        """Return somebody new who gets a manifest, and no more."""
        return partial(_get, Client(), self._registry)


def _measure(title: str, clients: Kept | Fresh, names: Iterator[str]) -> Measure:
    rounds = alternate(
        lambda: list(_times(clients.judge, names)),
        lambda: list(_times(clients.get, names)),
        rounds=_ROUNDS,
        against="GET",
    )
    return rounds.measure(title, "ms", lambda samples: percentile(samples, 0.5))


def _times(client: Callable[[], Callable[[str], None]], names: Iterator[str]) -> Iterator[float]:
    """Yield the milliseconds for each of the next images, which nobody has asked about."""
    for _ in range(_IMAGES):
        name, ask = next(names), client()
        started = time.perf_counter()
        ask(name)
        yield (time.perf_counter() - started) * 1000


def _judge(images: Images, registry: Registry, name: str) -> None:
    reference = parse_reference(f"{registry.host}/{name}")
    evidence = images.inspect(reference, deadline=time.monotonic() + _SECONDS, warned=False)
    layers = [layer for manifest in evidence.manifests for layer in manifest.layers]
    if evidence.findings or not layers or not all(layer.encrypted for layer in layers):
        raise LocalClusterError(f"{name} is not what was pushed: {evidence.findings}")


def _get(client: Client, registry: Registry, name: str) -> None:
    repository, _, tag = name.partition(":")
    url = f"https://{registry.host}/v2/{repository}/manifests/{tag}"
    deadline = time.monotonic() + _SECONDS
    with client.send(
        url, headers={"Accept": _ACCEPT}, registry=registry, deadline=deadline
    ) as response:
        json.loads(response.read())
