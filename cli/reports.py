# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options that say which verification service vouches for nodes, and how fresh it must be."""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import click

from attestation.keeper import Pace, SnapshotKeeper
from attestation.reports_document import parse_reports
from attestation.reports_file import UnsafeReportsFile
from check.errors import CheckError
from cli.kinds import FILE, Duration
from cli.options import Function, option
from documents.strict import SyntaxProblemError, read_bounded
from trust.errors import ReportError
from trust.report import Report

_REPORTS_LIMIT = 16 * 1024 * 1024


def report_options(*, required: bool = True, why: str = "") -> Callable[[Function], Function]:
    """Return a decorator that adds the source of Reports and its pace.

    Args:
        required: Nothing can be done without a source.
        why: What it is for, or what cannot be done without one, for the help.
    """

    def add(function: Function) -> Function:
        for decorate in _options(required, why):
            function = decorate(function)
        return function

    return add


def _options(required: bool, why: str) -> Iterator[Callable[[Function], Function]]:
    yield from (
        option(
            "--max-staleness",
            type=Duration(),
            default="30s",
            help="Age of the last answer of "
            "the verification service beyond which every node is unknown.",
        ),
        option(
            "--poll-period",
            type=Duration(),
            default="5s",
            help="Between two questions to the verification service.",
        ),
        option(
            "--unsafe-reports-file",
            type=FILE,
            required=required,
            help="UNSAFE, for trials and "
            "tests: a file of NodeReports stands for the verification service. Whoever writes "
            f"it decides which nodes are trusted, and a node's name is identity enough.{why}",
        ),
    )


def utc_now() -> datetime:
    """Return the one ``now`` of a decision."""
    return datetime.now(UTC)


def service_of(unsafe_reports_file: Path) -> UnsafeReportsFile:
    """Return the source, having asked it once.

    Raises:
        AttestationError: It gives no answer that can be believed.
    """
    service = UnsafeReportsFile(unsafe_reports_file)
    service.fetch(deadline=time.monotonic() + 5)
    return service


def keeper_of(service: UnsafeReportsFile, options: Mapping[str, Any]) -> SnapshotKeeper:
    """Return a keeper at the pace of the options."""
    pace = pace_of(options["poll_period"], options["max_staleness"])
    return SnapshotKeeper(service, pace=pace, now=utc_now)


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
