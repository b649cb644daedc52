# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A running pod gets a plain image as an ephemeral container, through a subresource."""

from localcluster.images import Pushed
from localcluster.world import PROTECTED, World
from tests.e2e.bypass.conftest import Create

GUARD = "pods/ephemeralcontainers is judged too; only its new entries are changed."


def test_a_debug_container_is_judged(
    world: World, create: Create, plain: Pushed, encrypted: Pushed
) -> None:
    create("debugged")
    debug = ("-n", PROTECTED, "debug", "debugged", "--attach=false", "--profile=general")
    refused = world.kubectl(*debug, "-c=evil", f"--image={plain.reference}")
    assert '(container "evil"): layers 1, 2, 3 of 3 are not encrypted' in refused
    world.kubectl(*debug, "-c=good", f"--image={encrypted.reference}")
    path = "-o=jsonpath={.spec.ephemeralContainers[*].image}"
    image = world.kubectl("-n", PROTECTED, "get", "pod", "debugged", path)
    assert image == f"{encrypted.reference}@{encrypted.digest}"
