# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Live questions as metrics: what became of them by source, and how long each took."""

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Counter, Histogram

_BUCKETS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)


class LiveMetrics:
    """Counts live questions.

    Args:
        registry: Where.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        self._outcomes = Counter(
            "bondstone_live_questions",
            "Live questions of Bindings about nodes by what became of them: trusted, untrusted, "
            "unknown, late, failed, not-asked. Several Bindings can share one.",
            ["source", "outcome"],
            registry=registry,
        )
        self._seconds = Histogram(
            "bondstone_live_question_seconds",
            "How long a verification service took for a live question about one node; the count "
            "is of questions that were sent.",
            ["source"],
            registry=registry,
            buckets=_BUCKETS,
        )

    def count(self, source: str, outcome: str) -> None:
        """Count what one Binding got to hear of one source."""
        self._outcomes.labels(source, outcome).inc()

    def observe(self, source: str) -> Callable[[float], None]:
        """Return what takes note of the seconds of one question to a source."""
        return self._seconds.labels(source).observe
