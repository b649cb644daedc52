# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The ``bondstone`` command: one sentence and exit code 2 for whatever keeps it from starting."""

import re
import sys
from typing import NoReturn

import click

from attestation.errors import AttestationError
from certs.errors import CertsError
from check.errors import CheckError
from cli.certificates import certs
from cli.check import check_command
from cli.extender import extender
from cli.hub import hub
from cli.identities import identities
from cli.issuer import issuer
from cli.nodes import nodes
from cli.preflight import preflight
from cli.status import status
from cli.tags import tags
from cli.webhook import webhook
from cluster.errors import ClusterError
from images.errors import ImagesError
from serving.errors import ServingError
from trust.printable import printable

_SETTINGS = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_GUESS = re.compile(r"\.? \(?Did you mean (.*?)\?\)?$")
_USAGE = 2
_INTERRUPTED = 130


@click.group(context_settings=_SETTINGS)
@click.version_option(package_name="bondstone", prog_name="bondstone")
def bondstone() -> None:
    """Kubernetes pods only on attested nodes, only from encrypted images.

    Every option can be given as an environment variable too; its help names it.
    """


for _command in (
    webhook, extender, hub, issuer, certs, check_command, identities, nodes, preflight, status,
    tags,
):  # fmt: skip
    bondstone.add_command(_command)


def main() -> None:
    """Run the command and exit: 2 when it cannot start as it is set up."""
    try:
        code = bondstone(auto_envvar_prefix="BONDSTONE", standalone_mode=False)
    except click.exceptions.NoArgsIsHelpError as exc:
        exc.show()
        sys.exit(_USAGE)
    except click.UsageError as exc:
        command = exc.ctx.command_path if exc.ctx else "bondstone"
        _fail(_plain(exc.format_message(), see=f"{command} --help"))
    except click.Abort:
        sys.exit(_INTERRUPTED)
    except (
        click.ClickException, ServingError, ClusterError, ImagesError, AttestationError, CertsError,
        CheckError,
    ) as exc:  # fmt: skip
        _fail(
            exc.format_message() if isinstance(exc, click.ClickException) else printable(str(exc))
        )
    sys.exit(code)


def _plain(message: str, *, see: str) -> str:
    """Make one line of click's message, whose guess may stand in brackets."""
    line = " ".join(message.split()).rstrip(".")
    guess = _GUESS.search(line)
    if guess:
        return f"{line[: guess.start()]}. Did you mean {guess[1]}? See {see}"
    return f"{line} (see {see})"


def _fail(sentence: str) -> NoReturn:
    print(f"bondstone: {sentence}", file=sys.stderr)  # noqa: T201  for the person at the terminal
    sys.exit(_USAGE)
