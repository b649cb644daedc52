# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Updates: only what they change is judged, and they cannot take a pod out of protection."""

import json
from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.conftest import GUARDED
from tests.e2e.labelled import labelled_in_force

Name = Callable[[], str]


@pytest.fixture
def pod(world: World, encrypted: Pushed, name: Name) -> Iterator[str]:
    """Return an admitted pod."""
    created = name()
    assert "created" in world.run_pod(created, encrypted.reference)
    yield created
    world.kubectl("-n", PROTECTED, "delete", "pod", created, "--force", "--grace-period=0")


def test_labels_annotations_and_finalizers_are_never_refused(world: World, pod: str) -> None:
    assert "labeled" in world.kubectl("-n", PROTECTED, "label", "pod", pod, "a=b")
    assert "annotated" in world.kubectl("-n", PROTECTED, "annotate", "pod", pod, "a=b")
    patch = json.dumps({"metadata": {"finalizers": ["example.com/x"]}})
    assert "patched" in world.kubectl("-n", PROTECTED, "patch", "pod", pod, "-p", patch)
    patch = json.dumps({"metadata": {"finalizers": None}})
    assert "patched" in world.kubectl("-n", PROTECTED, "patch", "pod", pod, "-p", patch)


def test_a_plain_image_is_refused_later_too(world: World, pod: str, plain: Pushed) -> None:
    said = world.kubectl("-n", PROTECTED, "set", "image", f"pod/{pod}", f"{pod}={plain.reference}")
    assert "layers 1, 2, 3 of 3 are not encrypted" in said


def test_another_encrypted_image_is_pinned(world: World, pod: str) -> None:
    other = world.images.encrypted("shop/story:2")
    world.kubectl("-n", PROTECTED, "set", "image", f"pod/{pod}", f"{pod}={other.reference}")
    image = world.kubectl(
        "-n", PROTECTED, "get", "pod", pod, "-o=jsonpath={.spec.containers[0].image}"
    )
    assert image == f"{other.reference}@{other.digest}"


def test_an_ephemeral_container_counts(
    world: World, pod: str, plain: Pushed, encrypted: Pushed
) -> None:
    debug = ("-n", PROTECTED, "debug", pod, "-c", "debug", "--attach=false", "--profile=general")
    refused = world.kubectl(*debug, f"--image={plain.reference}")
    assert '(container "debug"): layers 1, 2, 3 of 3 are not encrypted' in refused
    world.kubectl(*debug, f"--image={encrypted.reference}")
    path = "-o=jsonpath={.spec.ephemeralContainers[*].image}"
    image = world.kubectl("-n", PROTECTED, "get", "pod", pod, path)
    assert image == f"{encrypted.reference}@{encrypted.digest}"


@pytest.mark.usefixtures("guarded")
def test_a_label_that_protects_cannot_be_taken_off(
    world: World, policies: Callable[[str], str], encrypted: Pushed, plain: Pushed, name: Name
) -> None:
    run = labelled_in_force(world, policies, plain, name)
    kept = name()
    assert "created" in world.kubectl(*run, kept, f"--image={encrypted.reference}")
    said = world.kubectl("-n", GUARDED, "label", "pod", kept, "secret-")
    assert 'the update takes the pod out of TrustPolicy "labelled"' in said


def test_a_pod_that_goes_is_never_held_up(world: World, encrypted: Pushed, name: Name) -> None:
    pod = name()
    world.run_pod(pod, encrypted.reference)
    patch = json.dumps({"metadata": {"finalizers": ["example.com/x"]}})
    world.kubectl("-n", PROTECTED, "patch", "pod", pod, "-p", patch)
    world.kubectl("-n", PROTECTED, "delete", "pod", pod, "--wait=false", "--grace-period=0")
    patch = json.dumps({"metadata": {"finalizers": None}})
    assert "patched" in world.kubectl("-n", PROTECTED, "patch", "pod", pod, "-p", patch)
    path = "-o=jsonpath={.metadata.deletionTimestamp}"
    assert world.kubectl("-n", PROTECTED, "get", "pod", pod, path)
    world.kubectl("-n", PROTECTED, "delete", "pod", pod, "--force", "--grace-period=0")


@pytest.mark.usefixtures("guarded")
def test_a_label_that_protects_cannot_be_put_on_later_either(
    world: World, policies: Callable[[str], str], encrypted: Pushed, plain: Pushed, name: Name
) -> None:
    labelled_in_force(world, policies, plain, name)
    run = ("-n", GUARDED, "run", "--restart=Never")
    bare, good = name(), name()
    assert "created" in world.kubectl(*run, bare, f"--image={plain.reference}")
    said = world.kubectl("-n", GUARDED, "label", "pod", bare, "secret=yes")
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    pinned = f"{encrypted.reference}@{encrypted.digest}"
    pulled = "--image-pull-policy=Always"
    assert "created" in world.kubectl(*run, good, f"--image={pinned}", pulled)
    assert "labeled" in world.kubectl("-n", GUARDED, "label", "pod", good, "secret=yes")
