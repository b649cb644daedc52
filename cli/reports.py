# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that say which verification services vouch for nodes, and how fresh they must be."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from attestation.configured import ConfiguredService
from attestation.keeper import SnapshotKeeper
from attestation.keepers import Keepers
from attestation.pace import Pace
from attestation.reports_document import parse_reports
from attestation.reports_file import UnsafeReportsFile
from attestation.services_document import ServicesError, parse_services
from check.errors import CheckError
from cli.kinds import FILE, Duration
from cli.options import Function, option
from documents.strict import SyntaxProblemError, read_bounded
from trust.errors import ReportError
from trust.report import Report

_REPORTS_LIMIT = 16 * 1024 * 1024
_SERVICES_LIMIT = 1024 * 1024


def report_options(*, why: str = "") -> Callable[[Function], Function]:
    """Return a decorator that adds the sources of Reports and the pace of a file of them.

    Args:
        why: What they are for, or what cannot be done without one, for the help.
    """

    def add(function: Function) -> Function:
        for decorate in _options(why):
            function = decorate(function)
        return function

    return add


def _options(why: str) -> Iterator[Callable[[Function], Function]]:
    yield from (
        option(
            "--max-staleness",
            type=Duration(),
            default="30s",
            help="Age of --unsafe-reports-file beyond which every node is unknown.",
        ),
        option(
            "--poll-period",
            type=Duration(),
            default="5s",
            help="Between two looks at --unsafe-reports-file.",
        ),
        option(
            "--unsafe-reports-file",
            type=FILE,
            help="UNSAFE, for trials and "
            "tests: a file of NodeReports stands for the verification service. Whoever writes "
            "it decides which nodes are trusted, and a node's name is identity enough.",
        ),
        option(
            "--verification-services",
            type=FILE,
            help="The services that vouch for nodes, a file of kind VerificationServices: who is "
            f"asked, how often, and how old an answer may grow.{why}",
        ),
    )


def utc_now() -> datetime:
    """Return the one ``now`` of a decision."""
    return datetime.now(UTC)


def services_of(options: Mapping[str, Any]) -> tuple[ConfiguredService, ...]:
    """Return the configured sources, none where no option names any.

    Raises:
        click.UsageError: Both options name some, the pace contradicts itself, or a file is none.
        AttestationError: The reports file gives no answer that can be believed.
    """
    reports: Path | None = options["unsafe_reports_file"]
    document: Path | None = options["verification_services"]
    if reports is not None and document is not None:
        raise click.UsageError(
            "--verification-services and --unsafe-reports-file exclude each other; an entry of "
            "type UnsafeReportsFile names such a file beside others"
        )
    if document is not None:
        return _read_services(document)
    if reports is None:
        return ()
    pace = pace_of(options["poll_period"], options["max_staleness"])
    service = UnsafeReportsFile(reports)
    service.fetch(deadline=time.monotonic() + 5)
    return (ConfiguredService(name=service.name, pace=pace, open=lambda: service),)


def required_services(options: Mapping[str, Any]) -> tuple[ConfiguredService, ...]:
    """Return the configured sources of a command that can do nothing without one.

    Raises:
        click.UsageError: There is none, or as for ``services_of``.
    """
    services = services_of(options)
    if not services:
        raise click.UsageError(
            "--verification-services is required (or --unsafe-reports-file, for trials)"
        )
    return services


def keepers_of(services: Iterable[ConfiguredService]) -> Keepers:
    """Return keepers of all sources, each at its pace; nothing is asked yet."""
    return Keepers([SnapshotKeeper(each.open(), pace=each.pace, now=utc_now) for each in services])


def _read_services(path: Path) -> tuple[ConfiguredService, ...]:
    try:
        return parse_services(read_bounded(path, limit=_SERVICES_LIMIT), folder=path.parent)
    except OSError as exc:
        raise click.UsageError(f"{path} cannot be read: {exc.strerror}") from exc
    except (ServicesError, SyntaxProblemError) as exc:
        raise click.UsageError(f"{path}: {exc}") from exc


def pace_of(period: timedelta, max_staleness: timedelta) -> Pace:
    """Return a pace whose polls come often enough for its bound.

    Raises:
        click.UsageError: They do not.
    """
    if period * 2 > max_staleness:
        raise click.UsageError(
            "--poll-period must be at most half of --max-staleness, or one lost poll makes every "
            "node unknown"
        )
    longest = min(Pace().longest_pause, max_staleness / 2)
    return Pace(period=period, max_staleness=max_staleness, longest_pause=longest)


def parse_once(path: Path) -> tuple[Report, ...]:
    """Read a file of NodeReports that nobody watches.

    Raises:
        CheckError: It cannot be read, or is none.
    """
    try:
        return parse_reports(read_bounded(path, limit=_REPORTS_LIMIT))
    except OSError as exc:
        raise CheckError(f"{path} cannot be read: {exc.strerror}", file=str(path)) from exc
    except (ReportError, SyntaxProblemError) as exc:
        raise CheckError(f"{path}: {exc}", file=str(path)) from exc
