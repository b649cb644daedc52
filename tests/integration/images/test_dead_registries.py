# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod with several images of several dead registries: one answer for each, in time."""

import ssl
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from images.inspect import Images
from images.media_types import OCI_MANIFEST
from images.registries import Registries, Registry
from tests.integration.images.shop import MANIFEST
from tests.simulators.answers import Manner
from tests.simulators.registry import RegistrySimulator, registry_simulator
from tests.unit.images.builders import asset
from trust.pod import Pod, read_pod
from trust.policy import EncryptionNeed
from trust.verdict import Finding, Outcome
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials

_EACH = 4


@pytest.fixture
def registries(server_context: ssl.SSLContext) -> Iterator[list[RegistrySimulator]]:
    """Start one that answers too late, two that drip, one that hangs up, and a good one."""
    manners = (
        Manner.LATE,
        Manner.DRIPPING_HEAD,
        Manner.DRIPPING_BODY,
        Manner.HUNG_UP,
        Manner.PROMPT,
    )
    with ExitStack() as stack:
        started = [stack.enter_context(registry_simulator(server_context)) for _ in manners]
        for registry, manner in zip(started, manners, strict=True):
            for number in range(_EACH):
                name = f"shop/api:{number}"
                registry.put_manifest(name, asset("manifest-jwe"), media_type=OCI_MANIFEST)
                path = f"{MANIFEST[:-1]}{number}"
                late = replace(registry.truth(path), manner=manner)
                registry.lie(path, *[late] * 3)
        yield started


def pod(registries: list[RegistrySimulator]) -> Pod:
    images = [f"{one.host}/shop/api:{number}" for one in registries for number in range(_EACH)]
    containers = [{"name": f"c{number}", "image": image} for number, image in enumerate(images)]
    return read_pod({"metadata": {"name": "p"}, "spec": {"containers": containers}}, namespace="n")


def test_every_image_gets_our_sentence_before_the_deadline(
    registries: list[RegistrySimulator], ca_file: Path
) -> None:
    dead, good = registries[:-1], registries[-1]
    entries = {one.host: Registry(host=one.host, ca_file=ca_file) for one in registries}
    asked = pod(registries)
    need = EncryptionNeed(key_providers=frozenset({"jwe"}))
    with ThreadPoolExecutor(32) as executor:
        images = Images(Registries(entries))
        inspection = Inspection(images, executor, OwnCredentials(), aside=executor)
        answers = inspection.answers(asked, asked.images, need, deadline=time.monotonic() + 2.5)
    for one in dead:
        for number in range(_EACH):
            finding = answers[f"{one.host}/shop/api:{number}"]
            assert isinstance(finding, Finding)
            assert finding.outcome is Outcome.UNKNOWN
            assert one.host in finding.detail
        assert not [path for path in one.answered if path.startswith(MANIFEST[:-1])] or (
            one is registries[3]
        )
    for number in range(_EACH):
        assert not isinstance(answers[f"{good.host}/shop/api:{number}"], Finding)
