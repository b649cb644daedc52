# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make demo``."""

import argparse
import sys

from demo.admission import show_admission
from demo.feedback import show_feedback
from demo.narrator import Narrator
from demo.outage import show_outage
from demo.trust_lost import show_trust_lost
from localcluster.errors import LocalClusterError
from localcluster.terminal import run
from localcluster.world import world_running

_NEXT = """try next:
  .venv/bin/python -m localcluster up --with-bondstone   all of this for your own kubectl
  .venv/bin/bondstone --help            the commands
  make e2e                              the stories behind this one, as tests"""


def main() -> int:
    """Run every step; 0 when all went as expected, 2 when it cannot be run."""
    argparse.ArgumentParser(
        prog=".venv/bin/python -m demo",
        description="Carry pods through Bondstone on a real control plane of this machine, and "
        "tell at each step what happens, what was expected and what Kubernetes said. It takes no "
        "arguments and about a minute, after the programs have been built once. Exit code: 0 all "
        "as expected, 1 a step differs, 2 something is missing.",
    ).parse_args()
    narrator = Narrator()
    narrator.note(
        "starting etcd, kube-apiserver, kube-controller-manager, two kube-schedulers, a "
        "registry, and Bondstone's webhook, extender and hub"
    )
    try:
        with world_running() as world:
            logs = world.cluster.folder / "logs"
            narrator.note(f"running; logs are in {logs}")
            show_admission(world, narrator)
            show_feedback(world, narrator)
            show_trust_lost(world, narrator)
            show_outage(world, narrator)
    except LocalClusterError as exc:
        print(f"demo: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("demo: interrupted, everything is stopped", file=sys.stderr)
        return 130
    code = narrator.close()
    print(f"\nlogs: {logs}\n{_NEXT}")
    return code


if __name__ == "__main__":
    sys.exit(run(main))
