# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods of a Job pass the same gates, and whoever creates it is told when they would not."""

from collections.abc import Callable, Iterator

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, PROTECTED, World

Name = Callable[[], str]


@pytest.fixture
def job(world: World, name: Name) -> Iterator[str]:
    """Name a Job that is deleted at the end, or it would make its pod again."""
    named = name()
    yield named
    world.kubectl("-n", PROTECTED, "delete", "job", named, "--cascade=background", "--wait=false")


def test_a_job_with_a_good_image_has_its_pod_bound(
    world: World, job: str, encrypted: Pushed
) -> None:
    world.kubectl("-n", PROTECTED, "create", "job", job, f"--image={encrypted.reference}")
    path = ("get", "pods", f"-l=batch.kubernetes.io/job-name={job}", "-o=jsonpath={..nodeName}")
    node = world.wait(lambda: world.kubectl("-n", PROTECTED, *path), what="its pod is bound")
    assert node == EU


def test_a_job_with_a_plain_image_is_refused_at_once(world: World, job: str, plain: Pushed) -> None:
    said = world.kubectl("-n", PROTECTED, "create", "job", job, f"--image={plain.reference}")
    assert 'TrustPolicy "payments" refuses this Job: ' in said
    assert "layers 1, 2, 3 of 3 are not encrypted" in said
    assert "NotFound" in world.kubectl("-n", PROTECTED, "get", "job", job)
