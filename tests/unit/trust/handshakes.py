# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who believes whom in a modelled cluster, whatever each of them has seen."""

from tests.unit.trust.rotating import READY_AFTER, Rotating


def failures(cluster: Rotating) -> list[str]:
    """Return every handshake that may fail now, whatever anybody has seen of the writes."""
    read = [read for begun, read in cluster.started if begun + READY_AFTER > cluster.minute]
    running = [read for begun, read in cluster.started if begun + READY_AFTER <= cluster.minute][
        -1:
    ]
    believing = {
        "webhook": cluster.bundles["configuration"].views(cluster.minute),
        "extender": running + read,
        "scheduler": cluster.bundles["extender"].views(cluster.minute),
    }
    return [
        f"{cluster.minute}: {name} shows {leaf}, believed are {sorted(bundle)}"
        for name, bundles in believing.items()
        for bundle in bundles
        for leaf in cluster.leaves[name].views(cluster.minute)
        if leaf is None or leaf.issuer not in bundle or not leaf.validity.holds(cluster.now)
    ]
