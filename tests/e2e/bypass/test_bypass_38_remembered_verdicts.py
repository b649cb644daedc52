# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What was found out about one image, or failed once, is taken for another's or for ever."""

from collections.abc import Callable

from images.media_types import OCI_MANIFEST
from localcluster.images import Pushed
from localcluster.world import World
from tests.e2e.bypass.conftest import Create, Serve
from tests.e2e.test_private_registries import pull_secret, run
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator
from tests.unit.images.builders import asset

GUARD = "Evidence is kept by digest and credential, tags are asked again, failures last seconds."


def test_a_failure_is_no_denial_and_is_forgotten(
    world: World, create: Create, serve: Serve
) -> None:
    containers = serve(b"", Answer(status=500))
    assert "could not be evaluated" in create(containers=containers)
    world.wait(lambda: "created" in create(containers=containers), what="it is asked again")


def test_a_tag_is_asked_for_again(
    world: World, create: Create, liar: RegistrySimulator, serve: Serve
) -> None:
    containers = serve()
    world.wait(lambda: "created" in create(containers=containers), what="it is asked")
    name = str(containers[0]["image"]).partition("/")[2]
    liar.put_manifest(name, asset("manifest-plain"), media_type=OCI_MANIFEST)
    assert "are not encrypted" in create(containers=containers)


def test_what_one_pods_secret_has_opened_is_not_known_to_a_pod_without(
    world: World, private: Pushed, right: Callable[[], None], name: Callable[[], str]
) -> None:
    right()
    secret = name()
    pull_secret(world, secret)
    image = Pushed(reference=f"{private.reference}@{private.digest}", digest=private.digest)
    world.wait(lambda: "created" in run(world, name(), image, secret), what="it is asked and known")
    said = run(world, name(), image)
    assert "could not be evaluated, so the pod is not admitted" in said
    assert "refuses the credentials (401)" in said
    assert "created" in run(world, name(), image, secret)
