# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""While many wait for one registry, what is known and what another one serves is answered."""

import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest

from images.errors import ImageUnavailableError
from images.exchange import Errand
from images.inspect import Images
from images.registries import Registries, Registry
from images.registry import Document
from tests.unit.images.builders import asset, document
from tests.unit.images.test_judge import Table
from trust.image import ImageEvidence
from trust.reference import parse_reference

THREADS = 16
GOOD = document(asset("manifest-jwe"))
KNOWN = f"slow.example/shop/api@{GOOD.digest}"


@dataclass
class Slow(Table):
    """Serves one image; a registry is slow as long as it is told to be."""

    open: threading.Event = field(default_factory=threading.Event)
    slow: frozenset[str] = frozenset()

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Answer, sooner or later."""
        if errand.registry.host in self.slow:
            self.open.wait(30)
        return GOOD


def ask(images: Images, text: str) -> ImageEvidence:
    return images.inspect(parse_reference(text), deadline=time.monotonic() + 60)


@pytest.mark.parametrize("name", ["same", "{}"], ids=["one image", "many images"])
@pytest.mark.parametrize("hosts", [["slow.example"], ["a.invalid", "b.invalid"]], ids=str)
def test_a_storm_holds_up_nobody_else(name: str, hosts: list[str]) -> None:
    listed = {host: Registry(host=host) for host in ("slow.example", "good.example")}
    source = Slow()
    images = Images(Registries({**listed, "*": Registry(host="*")}), source=source, threads=THREADS)
    ask(images, KNOWN)
    source.slow = frozenset(hosts)
    refused = threading.Semaphore(0)

    def count(asked: Future[ImageEvidence]) -> None:
        if isinstance(asked.exception(), ImageUnavailableError):
            refused.release()

    with ThreadPoolExecutor(THREADS) as requests:
        for number in range(THREADS):
            text = f"{hosts[number % len(hosts)]}/shop/{name.format(number)}:1"
            requests.submit(ask, images, text).add_done_callback(count)
        for _ in range(THREADS // 2):  # as many have an answer, and their threads are free
            assert refused.acquire(timeout=10)
        try:
            victims = [
                requests.submit(ask, images, text) for text in (KNOWN, "good.example/shop/api:1")
            ]
            assert [victim.result(10).digest for victim in victims] == [GOOD.digest] * 2
        finally:
            source.open.set()
