# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every bound of a pod: reached it is read, and beyond it the refusal names place and bound."""

from collections.abc import Callable
from typing import Any

import pytest

from trust import limits
from trust.affinity import REQUIRED
from trust.errors import PodError
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.pod import read_pod
from trust.tags_annotation import read_tags

CONTAINER = {"name": "a", "image": "x"}
EXPRESSION = {"key": "a", "operator": "Exists"}
TERMS = f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms"


def pod(**spec: object) -> dict[str, Any]:
    return {"metadata": {"name": "p"}, "spec": {"containers": [], **spec}}


def placed(*terms: object) -> dict[str, Any]:
    return pod(affinity={"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": list(terms)}}})


def with_values(count: int) -> dict[str, Any]:
    half = count // 2
    expressions = [
        {"key": "a", "operator": "In", "values": ["v"] * some} for some in (half, count - half)
    ]
    return placed({"matchExpressions": expressions[:1]}, {"matchFields": expressions[1:]})


def with_images(count: int) -> dict[str, Any]:
    volumes = [{"name": "v", "image": {"reference": "x"}}] * (count - limits.CONTAINERS)
    return pod(containers=[CONTAINER] * limits.CONTAINERS, volumes=volumes)


BOUNDS: dict[str, tuple[int, Callable[[int], dict[str, Any]], str]] = {
    "containers": (limits.CONTAINERS, lambda n: pod(containers=[CONTAINER] * n), "spec.containers"),
    "init containers": (
        limits.CONTAINERS,
        lambda n: pod(initContainers=[CONTAINER] * n),
        "spec.initContainers",
    ),
    "ephemeral containers": (
        limits.CONTAINERS,
        lambda n: pod(ephemeralContainers=[CONTAINER] * n),
        "spec.ephemeralContainers",
    ),
    "volumes": (limits.VOLUMES, lambda n: pod(volumes=[{"name": "v"}] * n), "spec.volumes"),
    "images": (limits.IMAGES, with_images, "spec"),
    "pull secrets": (
        limits.PULL_SECRETS,
        lambda n: pod(imagePullSecrets=[{"name": "s"}] * n),
        "spec.imagePullSecrets",
    ),
    "node selector": (
        limits.NODE_SELECTOR,
        lambda n: pod(nodeSelector={f"k{i}": "v" for i in range(n)}),
        "spec.nodeSelector",
    ),
    "terms": (limits.TERMS, lambda n: placed(*[{}] * n), TERMS),
    "expressions": (
        limits.EXPRESSIONS,
        lambda n: placed({}, {"matchExpressions": [EXPRESSION] * n}),
        f"{TERMS}[1].matchExpressions",
    ),
    "fields": (
        limits.EXPRESSIONS,
        lambda n: placed({"matchFields": [EXPRESSION] * n}),
        f"{TERMS}[0].matchFields",
    ),
    "values": (limits.VALUES, with_values, TERMS),
}


@pytest.mark.parametrize("name", sorted(BOUNDS))
def test_a_pod_is_read_up_to_each_bound_and_not_beyond(name: str) -> None:
    most, make, path = BOUNDS[name]
    read_pod(make(most), namespace="n")
    with pytest.raises(PodError) as caught:
        read_pod(make(most + 1), namespace="n")
    assert caught.value.path == path
    assert f" {most + 1} " in str(caught.value)
    assert f"at most {most} are read" in str(caught.value)


@pytest.mark.parametrize("key", [TRUSTED_LABEL, f"{TAG_PREFIX}region"])
def test_expressions_of_our_keys_are_counted_apart(key: str) -> None:
    ours = {"key": key, "operator": "Exists"}
    full = [EXPRESSION] * limits.EXPRESSIONS + [ours] * limits.EXPRESSIONS
    read_pod(placed({"matchExpressions": full}), namespace="n")
    many = [ours] * (limits.EXPRESSIONS + 1)
    with pytest.raises(PodError, match="has 101 entries of Bondstone's keys, and at most 100"):
        read_pod(placed({"matchExpressions": many}), namespace="n")
    values = ["v"] * (limits.ADDED_VALUES + 1)
    with pytest.raises(PodError, match="have 20001 values of Bondstone's keys in all"):
        read_pod(
            placed({"matchExpressions": [{**ours, "operator": "In", "values": values}]}),
            namespace="n",
        )


def test_nothing_of_a_list_beyond_its_bound_is_looked_at() -> None:
    with pytest.raises(PodError, match=r"spec\.containers: has 2000 entries"):
        read_pod(pod(containers=["not a container"] * 2000), namespace="n")


def test_an_annotation_asks_for_so_many_tags_at_most() -> None:
    def asked(count: int) -> tuple[str, ...]:
        text = ",".join(f"k{number}=v" for number in range(count))
        return tuple(each.detail for each in read_tags({"bondstone.dev/asset-tags": text}).defects)

    assert asked(limits.TAGS) == ()
    assert asked(limits.TAGS + 1) == ("annotation bondstone.dev/asset-tags has more than 64 tags",)
