# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A keeper that is asked about single nodes, and threads that run when a test says so."""

from collections.abc import Callable, Collection
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import Any

from attestation.errors import AttestationError
from tests.unit.trust.builders import REPORT, snapshot
from trust.report import Identity, Node, Snapshot, Suspicion
from webhook.live_answer import LiveAnswer, answered


class ThreadsByHand(Executor):
    """Keeps what it is given until a test lets it run, in the test's thread."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401  as the base
        """Keep it."""
        future: Future[Any] = Future()

        def run() -> None:
            if not future.set_running_or_notify_cancel():
                return
            try:
                future.set_result(fn(*args, **kwargs))
            except AttestationError as exc:
                future.set_exception(exc)

        self.waiting.append(run)
        return future

    def run(self) -> None:
        """Run what is kept."""
        waiting, self.waiting = self.waiting, []
        for each in waiting:
            each()


@dataclass
class SimulatedKeeper:
    """Answers what it was given, and takes down what it is asked."""

    source: str = "lab"
    answer: Snapshot | AttestationError = field(default_factory=lambda: snapshot(REPORT))
    asked: list[tuple[Identity, float]] = field(default_factory=list)
    suspicions: list[tuple[Identity, Suspicion]] = field(default_factory=list)

    def ask(self, identity: Identity, *, deadline: float) -> Snapshot:
        """Return or raise it."""
        self.asked.append((identity, deadline))
        if isinstance(self.answer, AttestationError):
            raise self.answer
        return self.answer

    def suspect(self, identity: Identity, suspicion: Suspicion) -> None:
        """Take it down."""
        self.suspicions.append((identity, suspicion))


@dataclass
class SimulatedLive:
    """Answers live questions of Bindings; by default every source vouches."""

    answers: dict[str, LiveAnswer] = field(default_factory=dict)
    asked: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)
    held: list[tuple[str, tuple[LiveAnswer, ...]]] = field(default_factory=list)
    meanwhile: Callable[[], object] = lambda: None

    def ask(
        self, node: Node, sources: Collection[Snapshot], *, deadline: float
    ) -> tuple[LiveAnswer, ...]:
        """Take it down, let happen what happens meanwhile, and answer."""
        names = tuple(each.source for each in sources)
        self.asked.append((node.name, names))
        self.meanwhile()
        return tuple(self.answers.get(name, answered(name, REPORT)) for name in names)

    def hold_against(
        self, node: Node, sources: Collection[Snapshot], answers: Collection[LiveAnswer]
    ) -> None:
        """Take it down."""
        self.held.append((node.name, tuple(answers)))
