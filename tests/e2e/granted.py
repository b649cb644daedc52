# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rights that were just given or taken: the API server's authorizer hears of them by watches."""

from localcluster.world import World


def wait_granted(world: World, verb: str, resource: str, *who: str, granted: bool = True) -> None:
    """Wait until the API server goes by a right that was just given, or taken.

    Args:
        world: Where.
        verb: Such as ``get``.
        resource: As ``kubectl auth can-i`` takes it.
        who: Options of kubectl that say as whom, and in which namespace.
        granted: False where it was taken.
    """
    said = "yes" if granted else "no"
    world.wait(
        lambda: world.kubectl("auth", "can-i", verb, resource, *who).splitlines()[-1] == said,
        what=f"{verb} {resource} is {said} for {' '.join(who)}",
    )
