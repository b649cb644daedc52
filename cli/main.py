# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The ``bondstone`` command: one sentence and exit code 2 for whatever keeps it from starting."""

import sys

import click

from attestation.errors import AttestationError
from certs.errors import CertsError
from cli.certificates import certs
from cli.extender import extender
from cli.hub import hub
from cli.webhook import webhook
from cluster.errors import ClusterError
from images.errors import ImagesError
from serving.errors import ServingError

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_USAGE = 2


@click.group(context_settings=_SETTINGS)
@click.version_option(package_name="bondstone", prog_name="bondstone")
def bondstone() -> None:
    """Kubernetes pods only on attested nodes, only from encrypted images.

    Every option can be given as an environment variable too; its help names it.
    """


for _command in (webhook, extender, hub, certs):
    bondstone.add_command(_command)


def main() -> None:
    """Run the command and exit: 2 when it cannot start as it is set up."""
    try:
        bondstone(auto_envvar_prefix="BONDSTONE")
    except (ServingError, ClusterError, ImagesError, AttestationError, CertsError) as exc:
        print(f"bondstone: {exc}", file=sys.stderr)  # noqa: T201  for the person at the terminal
        sys.exit(_USAGE)
