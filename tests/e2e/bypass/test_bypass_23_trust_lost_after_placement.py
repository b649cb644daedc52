# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A node loses trust when the pod runs already: admission was yesterday."""

import pytest

from localcluster.world import EU, World
from tests.e2e.bypass.conftest import Create

pytestmark = pytest.mark.usefixtures("trust_restored")

DETECTED_BY = (
    "The hub sets label and condition bondstone.dev/Attested of the node at once, with the reason; "
    "the pod stays where it is."
)


def test_the_node_says_so(world: World, create: Create) -> None:
    create("placed")
    assert world.wait(lambda: world.node_of("placed"), what="the pod is bound") == EU
    world.reports.distrust(EU, "PCR 0 does not match")
    world.wait(lambda: world.label_of(EU) == "false", what="the loss is noticed")
    path = "-o=jsonpath={.status.conditions[?(@.type=='bondstone.dev/Attested')].message}"
    assert "PCR 0 does not match" in world.kubectl("get", "node", EU, path)
    assert world.node_of("placed") == EU
