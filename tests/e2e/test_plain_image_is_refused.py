# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images that are not encrypted as the policy asks, and what the refusal says."""

import json
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.layout import Recipe
from localcluster.world import OTHER, PROTECTED, World
from tests.e2e.conftest import REFUSED

Name = Callable[[], str]


def test_a_plain_image_is_refused_with_image_container_layers_and_remedy(
    world: World, plain: Pushed, name: Name
) -> None:
    pod = name()
    said = world.run_pod(pod, plain.reference)
    assert (
        f'{REFUSED}image "{plain.reference}@{plain.digest}" (container "{pod}"): '
        "layers 1, 2, 3 of 3 are not encrypted; encrypt every layer" in said
    )
    assert "NotFound" in world.kubectl("-n", PROTECTED, "get", "pod", pod)


def test_one_plain_layer_is_enough(world: World, name: Name) -> None:
    partly = world.images.encrypted("shop/story:partly", layer="-1")
    assert "layers 1, 2 of 3 are not encrypted" in world.run_pod(name(), partly.reference)


def test_one_plain_platform_is_enough(world: World, name: Name) -> None:
    mixed = world.images.mixed_index("shop/story:mixed")
    assert "for linux/arm64 are not encrypted" in world.run_pod(name(), mixed.reference)


def test_an_index_encrypted_for_every_platform_is_admitted(world: World, name: Name) -> None:
    both = Recipe(platforms=("linux/amd64", "linux/arm64"))
    index = world.images.encrypted("shop/story:index", both)
    assert "created" in world.run_pod(name(), index.reference)


def test_a_disguise_that_runtimes_fall_for_is_refused(
    world: World, encrypted: Pushed, plain: Pushed, name: Name
) -> None:
    good, media_type = world.images.get_manifest("shop/story:1")
    layers = json.loads(world.images.get_manifest("shop/story:plain")[0])["layers"]
    twice = json.loads(good)
    disguised = good.replace(b'"layers"', b'"layers":' + json.dumps(layers).encode() + b',"LAYERS"')
    pushed = world.images.put_manifest("shop/story:twice", disguised, media_type=media_type)
    assert "reads as another one to some runtimes" in world.run_pod(name(), pushed.reference)
    for layer, other in zip(twice["layers"], layers, strict=True):
        layer.update(digest=other["digest"], size=other["size"])
    liar = json.dumps(twice).encode()
    pushed = world.images.put_manifest("shop/story:liar", liar, media_type=media_type)
    said = world.run_pod(name(), pushed.reference)
    assert "layer 1 of 3 is typed as encrypted and holds plain gzip" in said


@pytest.mark.parametrize(
    ("image", "text"),
    [
        ("registry.example/shop/api:1", "registry registry.example is not on the allow-list"),
        ("{host}/shop/story:none", "has no such image (404)"),
        ("{host}/shop/story@sha256:" + "0" * 64, "has no such image (404)"),
    ],
)
def test_an_image_that_cannot_be_had_is_refused_with_its_registry(
    world: World, image: str, text: str, name: Name
) -> None:
    host = world.images.registry.host
    said = world.run_pod(name(), image.format(host=host))
    assert text in said
    assert ("could not be evaluated" in said) is ("404" in text)


def test_every_kind_of_container_counts(world: World, encrypted: Pushed, plain: Pushed) -> None:
    for container in ("initContainers", "containers"):
        extra = {"spec": {container: [{"name": "extra", "image": plain.reference}]}}
        document = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": f"extra-{container.lower()}"},
            "spec": {"containers": [{"name": "main", "image": encrypted.reference}]},
        }
        document["spec"].setdefault(container, []).extend(extra["spec"][container])  # type: ignore[attr-defined]
        said = world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))
        assert '(container "extra"): layers 1, 2, 3 of 3' in said


def test_an_image_volume_counts(world: World, encrypted: Pushed, plain: Pushed) -> None:
    document = {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": "with-volume"},
        "spec": {
            "containers": [{"name": "main", "image": encrypted.reference}],
            "volumes": [{"name": "models", "image": {"reference": plain.reference}}],
        },
    }
    said = world.kubectl("-n", PROTECTED, "create", "-f", "-", stdin=json.dumps(document))
    assert '(volume "models"): layers 1, 2, 3 of 3' in said


def test_a_dry_run_gets_the_same_answer(world: World, encrypted: Pushed, plain: Pushed) -> None:
    arguments = ("-n", PROTECTED, "run", "dry", "--restart=Never", "--dry-run=server")
    assert REFUSED in world.kubectl(*arguments, f"--image={plain.reference}")
    assert "created" in world.kubectl(*arguments, f"--image={encrypted.reference}")


def test_other_namespaces_are_none_of_our_business(world: World, plain: Pushed, name: Name) -> None:
    pod = name()
    assert "created" in world.run_pod(pod, plain.reference, namespace=OTHER)
    image = "-o=jsonpath={.spec.containers[0].image}"
    assert world.kubectl("-n", OTHER, "get", "pod", pod, image) == plain.reference
