# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a verifier can do wrong: each fault begins and ends."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import trustme

from attestation.live_question import SHARED_SECONDS
from tests.e2e.faults.services import Fault, KeylimeService
from tests.e2e.faults.world import NODES, STALE_SECONDS
from tests.simulators.answers import Answer, Manner

Step = Callable[[KeylimeService], object]
_SLACK = 1.0
"""Seconds beyond a bound until which a Binding that was just let through may be seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFault:
    """One thing that goes wrong.

    Attributes:
        begin: Lets it go wrong.
        end: Puts it right.
        shunned: The nodes that nobody vouches for meanwhile.
        bound: Seconds after which none of them may get a pod: a live answer is shared for a moment.
    """

    begin: Step
    end: Step
    shunned: frozenset[str] = field(default=frozenset(NODES))
    bound: float = SHARED_SECONDS * 2


def _lying(fault: Fault) -> NamedFault:
    def begin(service: KeylimeService) -> None:
        service.verifier.fault = fault
        service.verifier.hang_up()

    def end(service: KeylimeService) -> None:
        service.verifier.fault = None
        service.verifier.hang_up()

    return NamedFault(begin=begin, end=end)


def _in_manner(manner: Manner) -> NamedFault:
    return _lying(lambda _, truth: replace(truth, manner=manner))


def _with_body(change: Callable[[bytes], bytes]) -> NamedFault:
    return _lying(lambda _, truth: replace(truth, body=change(truth.body)))


def _skewed(by: timedelta) -> NamedFault:
    def set_clock(service: KeylimeService, skew: timedelta) -> None:
        service.verifier.skew = skew

    return NamedFault(
        begin=lambda service: set_clock(service, by),
        end=lambda service: set_clock(service, timedelta()),
    )


def _replaying() -> NamedFault:
    """The last true answer to each question, again and again."""

    def begin(service: KeylimeService) -> None:
        said: dict[str, Answer] = {}
        service.verifier.fault = lambda asked, truth: said.setdefault(asked.path, truth)
        service.agent(NODES[0]).changes["attestation_status"] = "FAIL"  # which nobody is told

    def end(service: KeylimeService) -> None:
        service.verifier.fault = None
        service.agent(NODES[0]).changes.clear()

    return NamedFault(begin=begin, end=end, bound=STALE_SECONDS + _SLACK)


def _of_one_node(begin: Step, end: Step) -> NamedFault:
    return NamedFault(begin=begin, end=end, shunned=frozenset({NODES[0]}))


def _restarted(service: KeylimeService) -> None:
    """Restart it while polls and questions wait for answers that never come."""
    asked = len(service.verifier.asked)
    service.verifier.fault = lambda _, truth: replace(truth, manner=Manner.LATE)
    while len(service.verifier.asked) == asked:
        pass
    service.stop()


FAULTS: dict[str, NamedFault] = {
    "service down": NamedFault(begin=KeylimeService.stop, end=KeylimeService.start),
    "hanging": _in_manner(Manner.LATE),
    "slow drip of the head": _in_manner(Manner.DRIPPING_HEAD),
    "slow drip of the body": _in_manner(Manner.DRIPPING_BODY),
    "hung up without a word": _in_manner(Manner.HUNG_UP),
    "status 500": _lying(lambda _, truth: replace(truth, status=500)),
    "garbage": _with_body(lambda _: b"\x00\xff<html>" * 50),
    "truncated JSON": _with_body(lambda body: body[: len(body) * 2 // 3]),
    "broken off": _in_manner(Manner.BROKEN_OFF),
    "a body of more than 1 GB": _lying(
        lambda _, truth: replace(truth, body=b"x" * 4096, manner=Manner.ENDLESS)
    ),
    "wrong certificate": NamedFault(
        begin=lambda service: service.show(trustme.CA()), end=KeylimeService.show
    ),
    "clock an hour ahead": _skewed(timedelta(hours=1)),
    "clock an hour behind": _skewed(timedelta(hours=-1)),
    "one node missing from an otherwise good answer": _of_one_node(
        lambda service: service.agents.pop(service.ids[NODES[0]]), KeylimeService.enrol
    ),
    "node list shrinking to nothing": NamedFault(
        begin=lambda service: service.agents.clear(), end=KeylimeService.enrol
    ),
    "the same body replayed": _replaying(),
    "verifier restarted mid-poll": NamedFault(begin=_restarted, end=KeylimeService.start),
}
