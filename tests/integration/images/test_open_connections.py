# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections that are opened in advance, and requests that are sent on them."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from images.client import Client
from images.registries import Registry
from tests.simulators.registry import RegistrySimulator


def test_so_many_requests_are_sent_as_connections_are_open(
    registry: RegistrySimulator, ca_file: Path
) -> None:
    entry, client = Registry(host=registry.host, ca_file=ca_file), Client()
    url, soon = f"https://{registry.host}/v2/shop/api/blobs/", time.monotonic() + 5
    urls = [f"{url}{number}" for number in range(3)]
    assert client.early.send(urls, headers={}, registry=entry) == [None] * 3
    with ThreadPoolExecutor(4) as pool:
        client.early.open(url, 2, registry=entry, executor=pool, deadline=soon)
    with ThreadPoolExecutor(4) as pool:  # they are there, so that nothing is opened
        client.early.open(url, 2, registry=entry, executor=pool, deadline=soon)
    first, second, third = client.early.send(urls, headers={}, registry=entry)
    assert third is None
    for sent in (first, second):
        assert sent is not None
        assert client.early.status(sent, soon) == 200
        with client.early.answer(sent, soon) as response:
            assert response is not None
    assert sorted(asked.path for asked in registry.asked) == [
        "/v2/shop/api/blobs/0",
        "/v2/shop/api/blobs/1",
    ]


def test_no_connection_is_opened_early_to_whom_we_do_not_trust(
    registry: RegistrySimulator,
) -> None:
    entry, client = Registry(host=registry.host), Client()
    url, soon = f"https://{registry.host}/v2/shop/api/blobs/1", time.monotonic() + 5
    with ThreadPoolExecutor(4) as pool:
        client.early.open(url, 2, registry=entry, executor=pool, deadline=soon)
    assert client.early.send([url], headers={}, registry=entry) == [None]
