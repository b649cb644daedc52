# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make demo-keylime``."""

import argparse
import sys

from demo.keylime.agent_stopped import show_agent_stopped
from demo.keylime.attested import show_attested
from demo.keylime.enrolled_again import show_enrolled_again
from demo.keylime.figures import POLL, show_figures
from demo.keylime.pcr_extended import show_pcr_extended
from demo.keylime.verifier_killed import MAX_STALENESS, show_verifier_killed
from demo.narrator import Narrator
from demo.telling import tell
from localcluster.keylime.world import EUROPEAN, KeylimeWorld, keylime_world_running
from localcluster.terminal import run

PACE = {"pollPeriod": f"{POLL:.0f}s", "maxStaleness": MAX_STALENESS, "deadline": "2s"}
_NEXT = """try next:
  .venv/bin/python -m localcluster keylime   Keylime and machines with TPMs, for your own Bondstone
  make e2e                                   the stories behind this one, as tests"""


def main() -> int:
    """Run every step; 0 when all went as expected, 2 when it cannot be run."""
    argparse.ArgumentParser(
        prog=".venv/bin/python -m demo.keylime",
        description="Place pods on nodes that Keylime attests, each with a TPM in software, on a "
        "real control plane of this machine: take nodes out and bring them back. It takes no "
        "arguments and about a minute, after everything has been installed once. Exit code: 0 all "
        "as expected, 1 a step differs, 2 something is missing.",
    ).parse_args()
    return tell(
        "a control plane, Bondstone, Keylime's verifier and registrar, and three TPMs",
        keylime_world_running(pace=PACE, hints=True),
        _show,
        next_steps=_NEXT,
    )


def _show(world: KeylimeWorld, narrator: Narrator) -> None:
    first = show_attested(world, narrator)
    if first not in EUROPEAN:
        return  # the step has told so, and the others would only repeat it
    (second,) = (node for node in EUROPEAN if node != first)
    show_pcr_extended(world, narrator, node=first, other=second)
    show_agent_stopped(world, narrator, node=second, untrusted=first)
    show_enrolled_again(world, narrator, node=first, stopped=second)
    show_figures(world, narrator)
    show_verifier_killed(world, narrator)


if __name__ == "__main__":
    sys.exit(run(main))
