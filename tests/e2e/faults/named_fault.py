# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One thing that a service does wrong, for some time."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from attestation.live_question import SHARED_SECONDS
from tests.e2e.faults.service import Distortion, Service
from tests.simulators.answers import Manner

Step = Callable[[Service], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedFault:
    """One thing that goes wrong.

    Attributes:
        begin: Lets it go wrong.
        end: Puts it right.
        shuns: Of the service's nodes, whether nobody vouches for this one, counted from 0.
        bound: Seconds after which no such node may get a pod: a live answer is shared for a moment.
    """

    begin: Step
    end: Step
    shuns: Callable[[int], bool] = lambda _: True
    bound: float = SHARED_SECONDS * 2

    def shunned(self, service: Service) -> frozenset[str]:
        """Return the nodes that nobody vouches for meanwhile."""
        return frozenset(node for index, node in enumerate(service.nodes) if self.shuns(index))


def lying(distortion: Distortion) -> NamedFault:
    """Return that every answer is distorted."""
    return NamedFault(
        begin=lambda service: service.distort(distortion), end=lambda service: service.distort(None)
    )


def in_manner(manner: Manner) -> NamedFault:
    """Return that every answer comes in such a manner."""
    return lying(lambda _, truth: replace(truth, manner=manner))


def with_body(change: Callable[[bytes], bytes]) -> NamedFault:
    """Return that every answer has another body."""
    return lying(lambda _, truth: replace(truth, body=change(truth.body)))
