# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What any verification service can do wrong."""

import time
from dataclasses import replace

import trustme

from tests.e2e.faults.named_fault import NamedFault, in_manner, lying, with_body
from tests.e2e.faults.service import Service
from tests.e2e.faults.world import STALE_SECONDS
from tests.simulators.answers import Answer, Asked, Manner

_SLACK = 1.0
"""Seconds beyond a bound until which a Binding that was just let through may be seen."""


def _skewed(hours: int) -> NamedFault:
    return NamedFault(
        begin=lambda service: service.set_clock(ahead_hours=hours),
        end=lambda service: service.set_clock(ahead_hours=0),
    )


def _replay(service: Service) -> None:
    """Say what was true once, again and again, while a node fails."""
    said: dict[tuple[str, str], Answer] = {}

    def old(asked: Asked, truth: Answer) -> Answer:
        return said.setdefault((asked.path, asked.headers.get("Accept", "")), truth)

    service.distort(old)
    service.fail(service.nodes[0])


def _truth_again(service: Service) -> None:
    service.distort(None)
    service.enrol()


def _stop_mid_poll(service: Service) -> None:
    """Stop it while polls wait for answers that never come."""
    service.distort(lambda _, truth: replace(truth, manner=Manner.LATE))
    asked = len(service.server.asked)
    while len(service.server.asked) == asked:
        time.sleep(0.01)
    service.stop()


FAULTS: dict[str, NamedFault] = {
    "service down": NamedFault(begin=Service.stop, end=Service.start),
    "hanging": in_manner(Manner.LATE),
    "slow drip of the head": in_manner(Manner.DRIPPING_HEAD),
    "slow drip of the body": in_manner(Manner.DRIPPING_BODY),
    "hung up without a word": in_manner(Manner.HUNG_UP),
    "status 500": lying(lambda _, truth: replace(truth, status=500)),
    "garbage": with_body(lambda _: b"\x00\xff<html>" * 50),
    "truncated JSON": with_body(lambda body: body[: len(body) * 2 // 3]),
    "broken off": in_manner(Manner.BROKEN_OFF),
    "a body of more than 1 GB": lying(
        lambda _, truth: replace(truth, body=b"x" * 4096, manner=Manner.ENDLESS)
    ),
    "wrong certificate": NamedFault(
        begin=lambda service: service.show(trustme.CA()), end=Service.show
    ),
    "clock an hour ahead": _skewed(1),
    "clock an hour behind": _skewed(-1),
    "one node fails": NamedFault(
        begin=lambda service: service.fail(service.nodes[0]),
        end=lambda service: service.enrol(),
        shuns=lambda index: index == 0,
    ),
    "one node missing from an otherwise good answer": NamedFault(
        begin=lambda service: service.remove(service.nodes[0]),
        end=lambda service: service.enrol(),
        shuns=lambda index: index == 0,
    ),
    "node list shrinking to nothing": NamedFault(
        begin=lambda service: service.remove(*service.nodes), end=lambda service: service.enrol()
    ),
    "the same body replayed": NamedFault(
        begin=_replay, end=_truth_again, bound=STALE_SECONDS + _SLACK
    ),
    "restarted mid-poll": NamedFault(begin=_stop_mid_poll, end=Service.start),
}
