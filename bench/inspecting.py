# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images never judged before, against one raw GET of their manifest by the same client.

Twice: straight over the loopback interface, where only processors take time, and through a network
of 20 ms, where round trips do; there the aims apply. What is judged takes a second round trip for
the first bytes of layers, and an index a third one; all that is side by side in them costs nothing.
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
_COUNT = 2 * (_IMAGES * _ROUNDS + _WARM)
_SECONDS = 10.0
_ACCEPT = ", ".join(sorted(MANIFEST_TYPES))


def measure_inspection(stage: Stage) -> list[Measure]:
    """Return the time for one manifest and for an index of four platforms, near and far."""
    kinds = {
        "cold image": push_images(stage.images, _COUNT),
        "cold index of 4": push_indexes(stage.images, _COUNT),
    }
    ports = stage.cluster.ports
    command = [sys.executable, "-m", "bench.delay"]
    command += [str(each) for each in (ports.private_registry, ports.registry, ROUND_TRIP)]
    network = Process("delay", command, log=stage.cluster.folder / "logs" / "delay.log")
    measures = []
    for kind, pushed in kinds.items():
        names = [each.reference.partition("/")[2] for each in pushed]
        near = partial(_measure, stage, ports.registry, names)
        far = partial(_measure, stage, ports.private_registry, names)
        measures.append(near(f"{kind}, registry on this machine"))
        measures.append(far(f"{kind}, registry {ROUND_TRIP} ms away"))
    network.stop()
    return measures


def _measure(stage: Stage, port: int, names: list[str], title: str) -> Measure:
    registry = Registry(host=f"{HOST}:{port}", ca_file=stage.images.registry.ca)
    judge = partial(_judge, Images(Registries({registry.host: registry})), registry)
    get = partial(_get, Client(), registry)
    fresh = iter(names)
    for _ in range(_WARM):  # connections
        judge(next(fresh))
        get(next(fresh))
    rounds = alternate(
        lambda: list(_times(judge, fresh)),
        lambda: list(_times(get, fresh)),
        rounds=_ROUNDS,
        against="GET",
    )
    return rounds.measure(title, "ms", lambda samples: percentile(samples, 0.5))


def _times(ask: Callable[[str], None], names: Iterator[str]) -> Iterator[float]:
    """Yield the milliseconds for each of the next images, which nobody has asked about."""
    for _ in range(_IMAGES):
        name = next(names)
        started = time.perf_counter()
        ask(name)
        yield (time.perf_counter() - started) * 1000


def _judge(images: Images, registry: Registry, name: str) -> None:
    reference = parse_reference(f"{registry.host}/{name}")
    evidence = images.inspect(reference, deadline=time.monotonic() + _SECONDS)
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
