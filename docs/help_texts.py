# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The help texts in the README, against what the commands really say."""

import re
from pathlib import Path

from click.testing import CliRunner

from cli.main import bondstone

README = Path(__file__).parent.parent / "README.md"
_BLOCK = re.compile(r"<!-- help: bondstone ?(?P<verb>\w*) -->\n```text\n(?P<text>.*?)```", re.S)
_WIDTH = 100


def differing(*, write: bool) -> list[str]:
    """Return a sentence for each help text that is not the real one; put it right if asked.

    Args:
        write: Replace them in the README.
    """
    before = README.read_text()
    wrong = [
        f"README.md: the help of `bondstone {match['verb']}` differs: run make readme"
        for match in _BLOCK.finditer(before)
        if match["text"] != _help(match["verb"])
    ]
    if write:
        README.write_text(_BLOCK.sub(_block, before))
        return []
    if not _BLOCK.search(before):
        wrong.append("README.md: it shows no help text at all")
    return wrong


def _block(match: re.Match[str]) -> str:
    verb = match["verb"]
    return f"<!-- help: bondstone{' ' + verb if verb else ''} -->\n```text\n{_help(verb)}```"


def _help(verb: str) -> str:
    arguments = [verb, "--help"] if verb else ["--help"]
    result = CliRunner().invoke(
        bondstone,
        arguments,
        prog_name="bondstone",
        auto_envvar_prefix="BONDSTONE",
        terminal_width=_WIDTH,
    )
    return result.output
