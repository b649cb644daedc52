# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that is down or slow keeps its troubles to itself, however many pods ask for it."""

import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from images.errors import ImageUnavailableError
from images.media_types import OCI_MANIFEST
from images.registries import Registry
from tests.integration.images.shop import MANIFEST, Shop, codes, shop_with
from tests.simulators.answers import Answer, Asked, Manner
from tests.simulators.registry import RegistrySimulator, registry_simulator
from tests.unit.images.builders import asset

_FAILURES = 5
"""What is promised, not what the code says: a registry that failed so often in a row is down."""
_CALLS = 8
"""Images at a time that one registry may be asked for."""


@pytest.fixture
def other(server_context: ssl.SSLContext) -> Iterator[RegistrySimulator]:
    """Serve a registry that is well."""
    with registry_simulator(server_context) as started:
        started.put_manifest("shop/api:1", asset("manifest-jwe"), media_type=OCI_MANIFEST)
        yield started


@pytest.fixture
def both(registry: RegistrySimulator, other: RegistrySimulator, ca_file: Path) -> Shop:
    entries = (Registry(host=one.host, ca_file=ca_file) for one in (registry, other))
    return shop_with(registry, *entries)


def test_a_registry_that_failed_in_a_row_is_asked_no_more(
    both: Shop, other: RegistrySimulator
) -> None:
    hung_up = Answer(manner=Manner.HUNG_UP)
    both.registry.gate = lambda _: hung_up
    for _ in range(_FAILURES):
        with pytest.raises(ImageUnavailableError, match="cannot be reached"):
            both.inspect()
    before = both.paths()
    assert before
    both.registry.gate = lambda _: None
    text = f"registry {both.registry.host} failed {_FAILURES} times in a row and is asked again in"
    with pytest.raises(ImageUnavailableError, match=text):
        both.inspect()
    assert both.paths() == before
    assert codes(replace(both, registry=other).inspect()) == []


def test_beyond_the_bulkhead_a_registry_that_hangs_is_asked_no_more(
    both: Shop, other: RegistrySimulator
) -> None:
    arrived = threading.Semaphore(0)
    drips = Answer(body=bytes(65536), manner=Manner.DRIPPING_BODY)

    def hold(_: Asked) -> Answer:
        arrived.release()
        return drips

    for number in range(_CALLS):
        name = f"shop/api:held{number}"
        both.registry.put_manifest(name, asset("manifest-jwe"), media_type=OCI_MANIFEST)
    both.registry.gate = hold
    with ThreadPoolExecutor(_CALLS) as pool:
        held = [pool.submit(both.inspect, f"shop/api:held{n}", seconds=20) for n in range(_CALLS)]
        try:
            assert all(arrived.acquire(timeout=10) for _ in held)
            with pytest.raises(ImageUnavailableError, match=f"is slow: {_CALLS} other requests"):
                both.inspect(seconds=0.3)
            assert MANIFEST not in both.paths()
            assert codes(replace(both, registry=other).inspect()) == []
            assert not any(one.done() for one in held)
        finally:
            both.registry.gate = lambda _: None
            both.registry.hang_up()
