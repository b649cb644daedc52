# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub says of pods and policies: Events, metric and status."""

from localcluster.world import OTHER, World


def exempt_policy(name: str) -> str:
    """Return a policy that selects pods with the label ``exempt=story``, elsewhere excepted.

    The hub's label stays on every namespace that is selected, and other stories need one without.
    """
    return (
        "apiVersion: bondstone.dev/v1alpha1\nkind: TrustPolicy\n"
        f"metadata: {{name: {name}}}\n"
        "spec:\n"
        "  match:\n"
        "    podSelector: {matchLabels: {exempt: story}}\n"
        "    namespaceSelector: {matchExpressions: [{key: kubernetes.io/metadata.name, "
        f"operator: NotIn, values: [{OTHER}]}}]}}\n"
        "  images: {encryption: Required, keyProviders: [jwe]}\n"
        "  nodes: {trust: Required}\n"
    )


def told(world: World, pod: str, reason: str, *, namespace: str) -> str:
    """Wait for an Event on the pod, and return all that were told with this reason."""

    def lines() -> str:
        events = world.events_of(pod, namespace=namespace).splitlines()
        return "\n".join(line for line in events if line.startswith(f"{reason}: "))

    return world.wait(lines, what=f"an Event {reason} on {pod}")


def hub_metric(world: World, sample: str) -> float:
    """Return a metric of the hub, written as the text format writes it."""
    shown = world.bondstone.metrics("hub").splitlines()
    lines = [line for line in shown if line.startswith(f"{sample} ")]
    return float(lines[0].rpartition(" ")[2]) if lines else 0.0


def violating(world: World, policy: str, reason: str) -> float:
    """Return how many pods violate a policy for a reason."""
    return hub_metric(world, f'bondstone_violating_pods{{policy="{policy}",reason="{reason}"}}')


def count_of(world: World, policy: str) -> str:
    """Return ``protectedPods violations`` of a policy's status."""
    path = "-o=jsonpath={.status.protectedPods} {.status.violations}"
    return world.kubectl("get", "tp", policy, path)
