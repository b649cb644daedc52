# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime for hands: started with some machines, and how to connect Bondstone with it printed."""

import signal
from contextlib import suppress

from localcluster.keylime.document import service_entry
from localcluster.keylime.lab import keylime_running
from localcluster.sources import services_document

MOST_MACHINES = 20


def keylime_for_hands(machines: int) -> None:
    """Start everything, say how to reach it, and wait for Ctrl-C.

    Raises:
        LocalClusterError: Something did not start; the text says what to do.
    """
    with keylime_running() as lab, suppress(KeyboardInterrupt):  # the way to end it
        for number in range(1, machines + 1):
            agent = lab.machine(f"worker-{number}")
            print(f"machine   {agent.name}  {agent.agent_id}", flush=True)
        document = lab.folder / "verification-services.json"
        document.write_text(services_document([service_entry(lab)]))
        print(
            f"verifier  {lab.verifier.url}\nregistrar {lab.registrar.url}\nlogs      {lab.logs}\n"
            f"connect   --verification-services={document}\n{document.read_text()}",
            flush=True,
        )
        signal.pause()
    print("localcluster: stopped")
