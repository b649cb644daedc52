# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make demo``."""

import sys

from demo.admission import show_admission
from demo.narrator import Narrator
from demo.outage import show_outage
from demo.trust_lost import show_trust_lost
from localcluster.errors import LocalClusterError
from localcluster.world import world_running


def main() -> int:
    """Run every step; 0 when all went as expected, 2 when it cannot be run."""
    narrator = Narrator()
    narrator.note(
        "starting etcd, kube-apiserver, kube-controller-manager, two kube-schedulers, a "
        "registry, and Bondstone's webhook, extender and hub"
    )
    try:
        with world_running() as world:
            narrator.note(f"running; logs are in {world.cluster.folder / 'logs'}")
            show_admission(world, narrator)
            show_trust_lost(world, narrator)
            show_outage(world, narrator)
    except LocalClusterError as exc:
        print(f"demo: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("demo: interrupted, everything is stopped", file=sys.stderr)
        return 130
    return narrator.close()


if __name__ == "__main__":
    sys.exit(main())
