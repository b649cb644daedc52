# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A model of a cluster whose certificates rotate: everybody sees writes late, as kubelets let them.

Three hops, as ours are: the API server believes the webhook by a place, the scheduler believes the
extender by what the place said when it was started, the extender believes the scheduler by a place.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count

from tests.unit.trust.builders import NOON
from tests.unit.trust.seen import Seen
from trust.certificates import Authority, Found, Leaf, Lifetimes, Reader, Validity, bundle_id
from trust.rotation import decide
from trust.rotation_steps import (
    Action,
    Adopt,
    Issue,
    MakeSuccessor,
    Promote,
    Rest,
    Retire,
    StartAnew,
    WriteBundle,
)

MINUTE = timedelta(minutes=1)
LIFETIMES = Lifetimes(authority=90 * MINUTE, leaf=27 * MINUTE, settle=4 * MINUTE)
LEAVES = ("extender", "scheduler", "webhook")
PLACES = ("configuration", *LEAVES)
BACKDATE = 40 * MINUTE
"""As ours are, which is more than some lifetimes of tests."""
READY_AFTER = 5
"""Minutes until a reader that was started anew is ready."""


@dataclass
class Rotating:
    """The cluster, and an issuer that can be stopped at any step."""

    minute: int = 0
    clock: timedelta = timedelta()
    signing: Authority | None = None
    successor: Authority | None = None
    retired: tuple[Authority, ...] = ()
    known: dict[str, Authority] = field(default_factory=dict)
    leaves: dict[str, Seen[Leaf | None]] = field(
        default_factory=lambda: {name: Seen[Leaf | None](None) for name in LEAVES}
    )
    bundles: dict[str, Seen[frozenset[str]]] = field(
        default_factory=lambda: {place: Seen(frozenset[str]()) for place in PLACES}
    )
    started: list[tuple[int, frozenset[str]]] = field(default_factory=lambda: [(0, frozenset())])
    watched: dict[str, tuple[object, int]] = field(default_factory=dict)
    done: list[Action] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    @property
    def now(self) -> datetime:
        """Return what clocks say."""
        return NOON + self.minute * MINUTE + self.clock

    def found(self) -> Found:
        """Return what the issuer sees: the API server answers it at once."""
        there = {name: seen.value for name, seen in self.leaves.items()}
        bundles = {place: self.bundles[place].value for place in PLACES if there.get(place, True)}
        begun, read = self.started[-1]
        reader = Reader(bundle=bundle_id(read), ready=self.minute >= begun + READY_AFTER)
        kept = {each.id for each in (self.signing, self.successor, *self.retired) if each}
        issuers = {leaf.issuer for leaf in there.values() if leaf is not None} - kept
        return Found(
            signing=self.signing,
            successor=self.successor,
            retired=self.retired,
            strays=tuple(self.known[each] for each in sorted(issuers) if each),
            leaves=there,
            bundles=bundles,
            readers={"scheduler": reader},
            bundles_seen=self._since("bundles", (bundles, reader)),
            leaves_seen=self._since("leaves", there),
        )

    def _since(self, what: str, value: object) -> timedelta:
        before = self.watched.get(what)
        if before is None or before[0] != value:
            self.watched[what] = (value, self.minute)
        return (self.minute - self.watched[what][1]) * MINUTE

    def step(self, *, lost: bool = False) -> Action:
        """Look and do one thing; ``lost`` stops the issuer before it has done it."""
        action = decide(self.found(), LIFETIMES, now=self.now)
        if not lost:
            self._do(action)
        return action

    def restart(self) -> None:
        """Let another process go on: it remembers nothing."""
        self.watched.clear()

    def minutes(self, number: int, *, check: Callable[[], None] = lambda: None) -> None:
        """Let time pass, the issuer at work."""
        for _ in range(number):
            self.work(check=check)
            self.minute += 1
            check()

    def work(self, *, check: Callable[[], None] = lambda: None) -> None:
        """Do all that can be done at this minute."""
        for _ in range(100):
            if isinstance(self.step(), Rest):
                return
            check()
        raise AssertionError(f"it never rests: {self.done[-5:]}")

    def _do(self, action: Action) -> None:
        if not isinstance(action, Rest):
            self.done.append(action)
        match action:
            case WriteBundle(place=place):
                self.bundles[place].write(self.minute, self.found().trusted)
            case StartAnew():
                # Where its Secret is missing, it waits for it, and reads what is in it then.
                self.started.append((self.minute, self.found().trusted))
            case Issue(leaf=name):
                self._issue(name)
            case _:
                self._keep(action)

    def _keep(self, action: Action) -> None:
        match action:
            case Adopt():
                self.retired += self.found().strays
            case MakeSuccessor():
                self.successor = self._authority()
            case Promote():
                self.retired += (self.signing,) if self.signing else ()
                self.signing, self.successor = self.successor, None
            case Retire():
                self.retired = ()

    def _authority(self) -> Authority:
        validity = Validity(begins=self.now - BACKDATE, ends=self.now + LIFETIMES.authority)
        made = Authority(id=f"ca-{next(self.numbers)}", validity=validity)
        self.known[made.id] = made
        return made

    def _issue(self, name: str) -> None:
        assert self.signing is not None
        ends = min(self.now + LIFETIMES.leaf, self.signing.validity.ends)
        validity = Validity(begins=self.now - BACKDATE, ends=ends)
        leaf = Leaf(
            id=f"leaf-{next(self.numbers)}", issuer=self.signing.id, validity=validity, fits=True
        )
        self.leaves[name].write(self.minute, leaf)
        self.bundles[name].write(self.minute, self.found().trusted)
