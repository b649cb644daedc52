# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Live questions as metrics."""

from prometheus_client import CollectorRegistry

from attestation.live_metrics import LiveMetrics


def test_outcomes_are_counted_by_source_and_seconds_by_question() -> None:
    registry = CollectorRegistry()
    metrics = LiveMetrics(registry)
    for outcome in ("trusted", "late", "trusted"):
        metrics.count("lab", outcome)
    metrics.observe("lab")(0.003)
    labels = {"source": "lab", "outcome": "trusted"}
    assert registry.get_sample_value("bondstone_live_questions_total", labels) == 2
    seconds = "bondstone_live_question_seconds"
    assert registry.get_sample_value(f"{seconds}_count", {"source": "lab"}) == 1
    within = {"source": "lab", "le": "0.005"}
    assert registry.get_sample_value(f"{seconds}_bucket", within) == 1
