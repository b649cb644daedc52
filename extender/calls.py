# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is counted and logged of each call of the scheduler."""

import time
from collections import Counter as Tally
from itertools import islice
from operator import attrgetter

from prometheus_client import CollectorRegistry, Counter

from extender.arguments import Candidate
from extender.judging import Judged
from serving.decisions import log_decision

_CODES = attrgetter("codes")
_LOGGED = 8
"""Refused nodes that a log line names: the others have reasons of the same kinds."""


class Calls:
    """Counts and logs.

    Args:
        registry: Where to count.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._calls = Counter(
            "bondstone_extender_calls",
            "Calls of the scheduler by verb, and by what came of them: allow is at least one node.",
            ["verb", "outcome"],
            registry=registry,
        )
        self._filtered = Counter(
            "bondstone_filtered_nodes",
            "Nodes that filter calls asked about.",
            ["outcome"],
            registry=registry,
        )
        self._refused = Counter(
            "bondstone_refused_nodes",
            "Nodes that were refused, by the code of each finding.",
            ["verb", "code"],
            registry=registry,
        )

    def invalid(self, verb: str) -> None:
        """Count a call that cannot be answered."""
        self._calls.labels(verb, "invalid").inc()

    def answered(self, verb: str, candidate: Candidate, judged: Judged, *, started: float) -> None:
        """Count a call, and log it in one line.

        Args:
            verb: As the scheduler calls it.
            candidate: The pod.
            judged: What came of it.
            started: When the call began, as ``time.monotonic`` tells it.
        """
        outcome = _outcome(judged)
        self._calls.labels(verb, outcome).inc()
        if verb == "filter":
            self._filtered.labels("accepted").inc(len(judged.accepted))
            self._filtered.labels("refused").inc(len(judged.refused))
        together = Tally(map(_CODES, judged.refused.values()))
        for codes, count in together.items():
            for code in codes:
                self._refused.labels(verb, code).inc(count)
        reasons = {name: each.reason for name, each in islice(judged.refused.items(), _LOGGED)}
        log_decision(
            verb,
            pod=judged.pod or candidate.metadata("name"),
            namespace=candidate.namespace,
            policy=list(judged.policies),
            verdict=outcome,
            codes=sorted({code for codes in together for code in codes}),
            milliseconds=round((time.monotonic() - started) * 1000, 2),
            uid=candidate.metadata("uid"),
            accepted=len(judged.accepted),
            refused=reasons,
            refused_count=len(judged.refused),
        )


def _outcome(judged: Judged) -> str:
    if judged.accepted or not judged.refused:
        return "allow"
    return "unknown" if judged.unknown else "deny"
