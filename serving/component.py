# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an application hands to the server."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, Self

from flask import Blueprint


class Part(Protocol):
    """Something that runs in a thread of its own."""

    def problem(self) -> str | None:
        """Return why not to be ready."""
        ...

    def alive(self) -> bool:
        """Return False when its thread has ended by itself."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One input of readiness, and of liveness.

    Attributes:
        name: For people.
        problem: Gives None when all is well, or a sentence.
        alive: False when only a new process can help: a thread that nobody starts again is gone.
        note: Gives what is amiss and no reason not to be ready, or None: an outage of others must
            not take every replica out at once.
    """

    name: str
    problem: Callable[[], str | None]
    alive: Callable[[], bool] = lambda: True
    note: Callable[[], str | None] = lambda: None

    @classmethod
    def of(cls, name: str, part: Part, *, note: Callable[[], str | None] = lambda: None) -> Self:
        """Return the check of a part that has a thread."""
        return cls(name=name, problem=part.problem, alive=part.alive, note=note)


class Startable(Protocol):
    """What has threads that are started and stopped."""

    def start(self) -> None:
        """Start threads."""
        ...

    def stop(self) -> None:
        """Stop them."""
        ...


class Background(Startable, Protocol):
    """What runs beside requests; started after the fork, stopped before the exit."""

    checks: Sequence[Check]


class Component(Background, Protocol):
    """An application with routes."""

    blueprint: Blueprint
