# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Trust that is lost in the Reports alone: the hub is dead, and the node's label stays ``true``."""

from collections.abc import Callable

from localcluster.world import EU, PROTECTED, World

LOST = "PCR 0 was changed behind the label"
_STATE = r"-o=jsonpath={.spec.nodeName}{.status.conditions[?(@.type=='PodScheduled')].message}"


def waiting_for_the_extender(
    world: World, name: Callable[[], str], create: Callable[[str], str]
) -> tuple[str, str]:
    """Create pods until the extender has heard of the loss and refuses the node to one.

    A Binding that the webhook refuses does not count: then the extender has let the node pass.

    Returns:
        The pod, and what the scheduler says of it.
    """

    def attempt() -> tuple[str, str] | None:
        pod = name()
        assert "created" in create(pod)
        get = ("-n", PROTECTED, "get", "pod", pod, _STATE)
        said = world.wait(lambda: world.kubectl(*get), what="the scheduler has decided")
        return (pod, said) if "nodes are available" in said and LOST in said else None

    world.reports.distrust(EU, LOST)
    found = world.wait(attempt, what="the extender refuses the node")
    assert world.label_of(EU) == "true"
    assert found is not None
    return found
