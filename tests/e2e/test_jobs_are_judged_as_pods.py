# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods of a Job pass the same gates, and its events carry the reason when they do not."""

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


def test_a_job_with_a_plain_image_says_why_it_has_no_pod(
    world: World, job: str, plain: Pushed
) -> None:
    world.kubectl("-n", PROTECTED, "create", "job", job, f"--image={plain.reference}")
    world.wait(
        lambda: "layers 1, 2, 3 of 3 are not encrypted" in world.events_of(job),
        what="the Job's events say why",
    )
    selector = f"-l=batch.kubernetes.io/job-name={job}"
    assert world.kubectl("-n", PROTECTED, "get", "pods", selector, "-o=name") == ""
