# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make demo``."""

import argparse
import sys

from demo.admission import show_admission
from demo.feedback import show_feedback
from demo.narrator import Narrator
from demo.outage import show_outage
from demo.telling import tell
from demo.trust_lost import show_trust_lost
from localcluster.terminal import run
from localcluster.world import World, world_running

_NEXT = """try next:
  .venv/bin/python -m localcluster up --with-bondstone   all of this for your own kubectl
  .venv/bin/bondstone --help            the commands
  make demo-keylime                     nodes attested by real Keylime and software TPMs
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
    return tell(
        "etcd, kube-apiserver, kube-controller-manager, two kube-schedulers, a registry, and "
        "Bondstone's webhook, extender and hub",
        world_running(),
        _show,
        next_steps=_NEXT,
    )


def _show(world: World, narrator: Narrator) -> None:
    show_admission(world, narrator)
    show_feedback(world, narrator)
    show_trust_lost(world, narrator)
    show_outage(world, narrator)


if __name__ == "__main__":
    sys.exit(run(main))
