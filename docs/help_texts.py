# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The help texts in the README, against what the commands really say."""

import re
from collections.abc import Iterator

import click
from click.testing import CliRunner

from cli.main import bondstone

_BLOCK = re.compile(
    r"<!-- help: bondstone ?(?P<verb>[\w -]*?) -->\n```text\n(?P<text>.*?)```", re.S
)
_WIDTH = 100


def differing(text: str) -> list[str]:
    """Return a sentence for each help text of the README that is missing or not the real one."""
    blocks = list(_BLOCK.finditer(text))
    missing = {"", *_verbs(bondstone)} - {match["verb"] for match in blocks}
    wrong = {match["verb"] for match in blocks if match["text"] != help_of(match["verb"])}
    return [
        *(f"README.md: the help of `{_name(verb)}` is missing" for verb in sorted(missing)),
        *(
            f"README.md: the help of `{_name(verb)}` differs: run make readme"
            for verb in sorted(wrong)
        ),
    ]


def renewed(text: str) -> str:
    """Return the README with the real help texts in place."""
    return _BLOCK.sub(_block, text)


def help_of(verb: str) -> str:
    """Return what a verb, or a verb of a verb, says of itself; an empty one is the program."""
    arguments = [*verb.split(), "--help"]
    result = CliRunner().invoke(
        bondstone,
        arguments,
        prog_name="bondstone",
        auto_envvar_prefix="BONDSTONE",
        terminal_width=_WIDTH,
    )
    return result.output


def _verbs(group: click.Group, *above: str) -> Iterator[str]:
    for name, command in group.commands.items():
        yield " ".join((*above, name))
        if isinstance(command, click.Group):
            yield from _verbs(command, *above, name)


def _block(match: re.Match[str]) -> str:
    verb = match["verb"]
    return f"<!-- help: {_name(verb)} -->\n```text\n{help_of(verb)}```"


def _name(verb: str) -> str:
    return f"bondstone {verb}".strip()
