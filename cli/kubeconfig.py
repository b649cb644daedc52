# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""--kubeconfig of the commands that people run: found where kubectl finds it.

Components do not look there: what runs for years must not follow the shell that it was started in.
"""

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click

from cli.kinds import FILE
from cli.options import option

Function = TypeVar("Function", bound=Callable[..., Any])


def usual_kubeconfig_option(function: Function) -> Function:
    """Add --kubeconfig, which is what kubectl would read where it is not given."""
    return option(
        "--kubeconfig",
        type=FILE,
        callback=_found,
        help="Kubeconfig file; without it $KUBECONFIG, then ~/.kube/config, then in-cluster "
        "credentials.",
    )(function)


def usual_kubeconfig(environment: Mapping[str, str]) -> Path | None:
    """Return the file that kubectl would read, None where there is none.

    Raises:
        ValueError: There are several, which kubectl would merge.
    """
    named = [each for each in environment.get("KUBECONFIG", "").split(":") if each]
    if len(named) > 1:
        raise ValueError(
            f"$KUBECONFIG lists {len(named)} files, which are not merged here: name one, or write "
            "them into one (kubectl config view --flatten --minify)"
        )
    if named:
        return Path(named[0])
    home = environment.get("HOME")  # not the one of the password file: kubectl asks HOME alone
    usual = Path(home) / ".kube" / "config" if home else None
    return usual if usual is not None and usual.exists() else None


def _found(ctx: click.Context, param: click.Parameter, given: Path | None) -> Path | None:
    if given is not None:
        return given
    try:
        return usual_kubeconfig(os.environ)
    except ValueError as exc:
        raise click.BadParameter(str(exc), ctx=ctx, param=param) from exc
