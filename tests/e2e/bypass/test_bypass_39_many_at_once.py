# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Many pods come at once, so that verdicts of one are taken for another's."""

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World

GUARD = "A request shares nothing with others but evidence by digest and credential."


def test_sixty_pods_of_two_images_are_never_mixed_up(
    world: World, encrypted: Pushed, plain: Pushed, name: Callable[[], str]
) -> None:
    images = [encrypted, plain] * 30

    def run(image: Pushed) -> tuple[Pushed, str]:
        pod = {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": name()},
            "spec": {"containers": [{"name": "main", "image": image.reference}]},
        }
        arguments = ("-n", PROTECTED, "create", "-f", "-")
        return image, world.kubectl(*arguments, stdin=json.dumps(pod))

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(run, images))
    for image, said in answers:
        assert ("created" in said) is (image is encrypted), said
