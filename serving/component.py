# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an application hands to the server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One input of readiness: ``problem`` gives None when all is well, or a sentence."""

    name: str
    problem: Callable[[], str | None]


class Background(Protocol):
    """What runs beside requests; started after the fork, stopped before the exit."""

    checks: Sequence[Check]

    def start(self) -> None:
        """Start threads."""
        ...

    def stop(self) -> None:
        """Stop them."""
        ...


class Component(Background, Protocol):
    """An application with routes."""

    blueprint: Blueprint
