# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub writes on a Node."""

from dataclasses import replace
from datetime import timedelta

from tests.unit.trust.builders import NODE, NOON, REPORT, marked, sources
from tests.unit.trust.test_appraisal_by_records import BY_EK, RECORD, identified_by_ek
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.node_marks import stale_labels


def test_a_trusted_node_carries_its_tags() -> None:
    marks = marked(NODE, sources(REPORT), now=NOON)
    assert marks.labels == {TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"}
    assert (marks.status, marks.reason) == ("True", "Attested")


def test_an_untrusted_node_carries_none_and_says_why() -> None:
    untrusted = replace(REPORT, trusted=False, failures=("PCR 7",))
    marks = marked(NODE, sources(untrusted), now=NOON)
    assert marks.labels == {TRUSTED_LABEL: "false"}
    assert (marks.status, marks.reason) == ("False", "Untrusted")
    assert marks.message == "untrusted: PCR 7; repair the node and attest it again"


def test_a_silent_source_makes_a_node_unknown() -> None:
    marks = marked(NODE, sources(REPORT), now=NOON + timedelta(seconds=30))
    assert marks.labels == {TRUSTED_LABEL: "unknown"}
    assert (marks.status, marks.reason) == ("Unknown", "SourceSilent")


def test_labels_under_our_prefixes_that_are_not_ours_are_stale() -> None:
    forged = {f"{TAG_PREFIX}tier": "1", f"{TAG_PREFIX}region": "US", "other": "kept"}
    marks = marked(NODE, sources(REPORT), now=NOON)
    assert stale_labels(replace(NODE, labels=forged), marks) == (f"{TAG_PREFIX}tier",)


def test_why_a_tag_record_does_not_count_is_said_of_a_trusted_node() -> None:
    machine = identified_by_ek(RECORD)
    marks = marked(machine, BY_EK, now=NOON)
    assert marks.labels == {TRUSTED_LABEL: "true", f"{TAG_PREFIX}region": "EU"}
    marks = marked(identified_by_ek(replace(RECORD, revoked=True)), BY_EK, now=NOON)
    assert marks.labels == {TRUSTED_LABEL: "true"}
    assert marks.status == "True"
    assert f"; its asset tags do not count: tag record {RECORD.serial} is revoked" in marks.message
