# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A policy that selects pods by a label of their own."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import World
from tests.e2e.conftest import GUARDED

LABELLED = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: labelled}
spec:
  match:
    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: guarded}}
    podSelector: {matchLabels: {secret: "yes"}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: NotRequired}
"""
RUN = ("-n", GUARDED, "run", "--labels=secret=yes", "--restart=Never")
"""A pod that it selects."""


def labelled_in_force(
    world: World, policies: Callable[[str], str], plain: Pushed, name: Callable[[], str]
) -> tuple[str, ...]:
    """Apply the policy, wait until it refuses, and return how to run a pod that it selects."""
    policies(LABELLED)
    world.wait(
        lambda: "refuses" in world.kubectl(*RUN, name(), f"--image={plain.reference}"),
        what="the policy is in force",
    )
    return RUN
