# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A tag names an encrypted image when it is judged, and a plain one when it is pulled."""

from collections.abc import Callable

from images.media_types import OCI_MANIFEST
from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset

Name = Callable[[], str]

GUARD = "The tag is asked for once and the pod is bound to the digest of the bytes that came."


def test_the_pod_keeps_what_was_judged(world: World, create: Create, name: Name) -> None:
    tag = "shop/moves:1"
    judged = world.images.encrypted(tag)
    pod, later = name(), name()
    containers = [{"name": "main", "image": judged.reference}]
    assert "created" in create(pod, containers=containers)
    world.images.plain(tag)
    path = "-o=jsonpath={.spec.containers[0].image}"
    said = world.kubectl("-n", PROTECTED, "get", "pod", pod, path)
    assert said == f"{judged.reference}@{judged.digest}"
    assert "are not encrypted" in create(later, containers=containers)


def test_a_tag_that_answers_differently_each_time_gains_nothing(
    create: Create, liar: RegistrySimulator
) -> None:
    good, bad = asset("manifest-jwe"), asset("manifest-plain")
    liar.put_manifest("shop/api:1", bad, media_type=OCI_MANIFEST)
    truth = liar.truth("/v2/shop/api/manifests/1")
    digest = liar.put_manifest("shop/api:other", good, media_type=OCI_MANIFEST)
    headers = {"Content-Type": OCI_MANIFEST, "Docker-Content-Digest": digest}
    liar.lie("/v2/shop/api/manifests/1", Answer(headers=headers, body=good))
    image = f"{liar.host}/shop/api:1"
    assert "created" in create(containers=[{"name": "main", "image": image}])
    paths = [asked.path for asked in liar.asked if "/manifests/" in asked.path]
    assert paths == ["/v2/shop/api/manifests/1"]
    assert truth.body == bad
    assert "are not encrypted" in create(containers=[{"name": "main", "image": image}])
