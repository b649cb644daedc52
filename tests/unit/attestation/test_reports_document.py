# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The document of reports for trials, read strictly."""

import json
from datetime import UTC, datetime

import pytest

from attestation.reports_document import parse_reports
from trust.errors import ReportError
from trust.report import Identity, IdentityKind

HEAD = "apiVersion: bondstone.dev/v1alpha1\nkind: NodeReports\nreports:\n"
GOOD = """
  - node: m1
    trusted: true
    attestedAt: 2026-01-01T12:00:00Z
    expiresAt: "2026-01-01T13:00:00+00:00"
    nodeUID: uid-1
    assetTags: {region: EU}
"""


def entry(**changes: object) -> dict[str, object]:
    good = {
        "node": "m1",
        "trusted": True,
        "attestedAt": "2026-01-01T12:00:00Z",
        "expiresAt": "2026-01-01T13:00:00Z",
    }
    return {**good, **changes}


def content(*entries: object, **changes: object) -> bytes:
    head = {"apiVersion": "bondstone.dev/v1alpha1", "kind": "NodeReports", "reports": entries}
    return json.dumps({**head, **changes}).encode()


def test_yaml_and_json_are_read_alike() -> None:
    json_entry = entry(nodeUID="uid-1", assetTags={"region": "EU"})
    (report,) = parse_reports((HEAD + GOOD).encode())
    assert (report,) == parse_reports(content(json_entry))
    assert report.identity == Identity(IdentityKind.NODE_NAME, "m1")
    assert report.attested_at == datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert report.asset_tags == {"region": "EU"}
    assert report.node_uid == "uid-1"


def test_an_untrusted_node_may_say_why() -> None:
    (report,) = parse_reports(content(entry(trusted=False, failures=["PCR 7"])))
    assert not report.trusted
    assert report.failures == ("PCR 7",)


@pytest.mark.parametrize(
    ("raw", "path"),
    [
        (content(entry(trusted="true")), "reports[0].trusted"),
        (content(entry(trusted=1)), "reports[0].trusted"),
        (content(entry(node="")), "reports[0].node"),
        (content(entry(attestedAt="2026-01-01T12:00:00")), "reports[0].attestedAt"),
        (content(entry(attestedAt="noon")), "reports[0].attestedAt"),
        (content(entry(expiresAt="2026-01-01T12:00:00Z")), "reports[0].expiresAt"),
        (content(entry(expiresAt=None)), "reports[0].expiresAt"),
        (content(entry(assetTags={"a/b": "c"})), "reports[0].assetTags.a/b"),
        (content(entry(assetTags={"a": ""})), "reports[0].assetTags.a"),
        (content(entry(assetTags={"a": 1})), "reports[0].assetTags.a"),
        (content(entry(failures=["x"])), "reports[0].failures"),
        (content(entry(trusted=False, failures=["x\n"])), "reports[0].failures[0]"),
        (content(entry(trusted=False, failures=["x" * 201])), "reports[0].failures[0]"),
        (content(entry(trusted=False, failures=["x"] * 17)), "reports[0].failures"),
        (content(entry(extra=1)), "reports[0].extra"),
        (content("m1"), "reports[0]"),
        (content(entry(), entry()), "reports[1].node"),
        (content(kind="Reports"), "kind"),
        (content(apiVersion="v1"), "apiVersion"),
        (content(extra=1), "extra"),
        (b"", "document"),
        (b"{", "document"),
        (b'{"kind": "a", "kind": "b"}', "document"),
        (b"a: 1\na: 2\n", "document"),
        (b"a: [", "document"),
        (b"\xff", "document"),
        (b"!!python/object:os.system {}", "document"),
    ],
)
def test_a_mistake_is_named_with_its_field(raw: bytes, path: str) -> None:
    with pytest.raises(ReportError) as caught:
        parse_reports(raw)
    assert caught.value.path == path


def test_a_report_can_be_about_hardware() -> None:
    by_hardware = entry()
    by_hardware["ekHash"] = by_hardware.pop("node")
    (report,) = parse_reports(content(by_hardware), kind=IdentityKind.EK_HASH)
    assert report.identity == Identity(IdentityKind.EK_HASH, "m1")
    with pytest.raises(ReportError, match=r"reports\[0\]\.node: is required"):
        parse_reports(content(by_hardware))


def test_a_doubt_is_read_and_is_no_trust() -> None:
    (report,) = parse_reports(content(entry(trusted=False, doubt="agent away")))
    assert report.doubt == "agent away"
    for wrong in ({"trusted": True}, {"trusted": False, "failures": ["x"]}):
        with pytest.raises(ReportError, match="doubt"):
            parse_reports(content(entry(doubt="agent away", **wrong)))
    with pytest.raises(ReportError, match="printable"):
        parse_reports(content(entry(trusted=False, doubt="a\nb")))
