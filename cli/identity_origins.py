# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where identities to import come from: a table that people keep, or a verification service."""

import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from attestation.configured import ConfiguredService
from attestation.service import Answer
from cli.identities_csv import TABLE_LIMIT, read_table
from cli.identity_proposals import Proposals, propose
from cli.reports import required_services
from documents.strict import SyntaxProblemError, read_bounded
from trust.inventory_plan import Wanted
from trust.printable import printable
from trust.report import IdentityKind, Node

_STDIN = Path("-")


def from_a_table(path: Path) -> Sequence[Wanted]:
    """Read a table, from standard input where the path is ``-``.

    Raises:
        click.ClickException: Something is wrong with it; every problem is told before.
    """
    read = read_table(_content(path))
    for problem in read.problems:
        click.echo(f"{path}: {problem}", err=True)
    if read.problems:
        raise click.ClickException(f"{path} cannot be imported; nothing was changed")
    return read.wanted


def from_a_service(name: str, document: Path | None, nodes: Mapping[str, Node]) -> Sequence[Wanted]:
    """Ask a service for its machines, and tell of those that match no node.

    Raises:
        click.ClickException: There is no such service, or nothing of it matches.
        AttestationError: It gives no answer that can be believed.
    """
    given = {"unsafe_reports_file": None, "verification_services": document}
    services = {each.name: each for each in required_services(given)}
    if name not in services:
        known = ", ".join(sorted(services))
        raise click.UsageError(f"--from-service {printable(name)}: only {known} are configured")
    answer, proposals = _proposed(services[name], nodes)
    for remark in (*answer.remarks, *proposals.remarks):
        click.echo(f"remark: {printable(remark)}", err=True)
    if not proposals.wanted:
        raise click.ClickException(f'no machine of "{name}" matches a node; nothing was changed')
    click.echo("PROPOSALS, evidence of nothing: look at each before it is applied")
    return proposals.wanted


def _proposed(configured: ConfiguredService, nodes: Mapping[str, Node]) -> tuple[Answer, Proposals]:
    service = configured.open()
    try:
        if service.kind is IdentityKind.NODE_NAME:
            raise click.UsageError(
                f"--from-service {configured.name}: it knows nodes by their names, so that there "
                "is nothing to import"
            )
        deadline = time.monotonic() + configured.pace.deadline.total_seconds()
        answer = service.fetch(deadline=deadline)
        return answer, propose(answer, nodes, kind=service.kind)
    finally:
        service.close()


def _content(path: Path) -> bytes:
    try:
        if path != _STDIN:
            return read_bounded(path, limit=TABLE_LIMIT)
        content = sys.stdin.buffer.read(TABLE_LIMIT + 1)
    except OSError as exc:
        raise click.ClickException(f"{path} cannot be read: {exc.strerror}") from exc
    except SyntaxProblemError as exc:
        raise click.ClickException(f"{path}: {exc}") from exc
    if len(content) > TABLE_LIMIT:
        raise click.ClickException(f"{path}: it is larger than {TABLE_LIMIT} bytes")
    return content
