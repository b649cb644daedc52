# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""While no webhook answers: what is not judged goes on, deletion above all; the rest waits."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

Name = Callable[[], str]
FINALIZER = "example.com/held"
IN = ("-n", PROTECTED)
DOWN = "failed calling webhook"


def patched(world: World, pod: str, *arguments: str, **metadata: object) -> str:
    patch = json.dumps({"metadata": metadata})
    return world.kubectl(*IN, "patch", "pod", pod, *arguments, "-p", patch)


@pytest.fixture
def held(world: World, encrypted: Pushed, name: Name) -> Iterator[str]:
    """Return an admitted pod with a finalizer and tags of its own; it goes in the end."""
    pod = name()
    tags = "--annotations=bondstone.dev/asset-tags=region=EU"
    run = (*IN, "run", pod, f"--image={encrypted.reference}", tags)
    assert "created" in world.kubectl(*run)
    assert "patched" in patched(world, pod, finalizers=[FINALIZER])
    yield pod
    patched(world, pod, finalizers=None)


@pytest.fixture
def job(world: World, encrypted: Pushed, name: Name) -> Iterator[str]:
    """Return a Job that has its pod."""
    named = name()
    world.kubectl(*IN, "create", "job", named, f"--image={encrypted.reference}")
    yield named
    world.kubectl(*IN, "delete", "job", named, "--cascade=background", "--wait=false")


def test_a_pod_that_is_deleted_loses_its_finalizer_and_goes(
    world: World, held: str, revived: Callable[[str], None]
) -> None:
    revived("webhook")
    world.kubectl(*IN, "delete", "pod", held, "--wait=false", "--force", "--grace-period=0")
    assert "patched" in patched(world, held, finalizers=None)
    assert "NotFound" in world.kubectl(*IN, "get", "pod", held)


def test_the_pod_of_a_job_goes_too(world: World, job: str, revived: Callable[[str], None]) -> None:
    selected = ("get", "pods", f"-l=batch.kubernetes.io/job-name={job}")
    path = "-o=jsonpath={.items[0].metadata.name} {.items[0].metadata.finalizers}"
    said = world.wait(
        lambda: world.kubectl(*IN, *selected, "--ignore-not-found", path), what="the Job has a pod"
    )
    pod, _, finalizers = said.partition(" ")
    assert "batch.kubernetes.io/job-tracking" in finalizers
    revived("webhook")
    world.kubectl(*IN, "delete", "pod", pod, "--wait=false", "--force", "--grace-period=0")
    world.wait(
        lambda: "NotFound" in world.kubectl(*IN, "get", "pod", pod),
        what="its controller takes the finalizer off",
    )


@pytest.mark.parametrize("deleted", [False, True])
def test_what_is_judged_waits_and_what_is_not_goes_on(
    world: World, held: str, plain: Pushed, revived: Callable[[str], None], *, deleted: bool
) -> None:
    if deleted:
        world.kubectl(*IN, "delete", "pod", held, "--wait=false", "--grace-period=0", "--force")
    image = (*IN, "set", "image", f"pod/{held}", f"{held}={plain.reference}")
    assert "layers 1, 2, 3 of 3 are not encrypted" in world.kubectl(*image)
    revived("webhook")
    assert "patched" in patched(world, held, annotations={"example.com/note": "1"})
    assert DOWN in world.kubectl(*image)
    assert DOWN in patched(world, held, labels={"run": None})
    assert DOWN in patched(world, held, labels={"more": "1"})
    assert DOWN in patched(world, held, annotations={"bondstone.dev/asset-tags": None})
    assert DOWN in patched(world, held, annotations={"bondstone.dev/asset-tags": ""})
    if not deleted:
        debug = ("debug", held, "-c=evil", "--attach=false", "--profile=general")
        assert DOWN in world.kubectl(*IN, *debug, f"--image={plain.reference}")


def test_tags_that_are_put_on_empty_are_a_change(
    world: World, encrypted: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    pod = name()
    assert "created" in world.run_pod(pod, encrypted.reference)
    revived("webhook")
    assert DOWN in patched(world, pod, annotations={"bondstone.dev/asset-tags": ""})
