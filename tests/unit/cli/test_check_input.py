# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check``: policies that only warn, reports, folders, and what is no document."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cli.main import bondstone
from tests.unit.cli.workshop import NAMESPACE, POLICY, REPORTS, Workshop, pod


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


def test_a_policy_that_only_warns_changes_no_exit_code(workshop: Workshop) -> None:
    workshop.write("warn.yaml", POLICY.replace("MODE", "Warn"))
    result = workshop.check(pod("bad"), policy="warn.yaml")
    assert result.exit_code == 0
    assert 'warning: Pod/pay/api: image "registry.example/shop/bad' in result.output


@pytest.mark.parametrize(
    ("region", "expires", "expected"),
    [
        ("EU", 60, (0, "allow", [])),
        ("US", 60, (1, "deny", [("no-node", "Pod/pay/api")])),
        ("EU", -1, (2, "unknown", [("no-node", "Pod/pay/api")])),
    ],
)
def test_reports_say_whether_a_node_could_take_it(
    workshop: Workshop, region: str, expires: int, expected: tuple[int, str, list[Any]]
) -> None:
    now = datetime.now(UTC)
    attested, end = now - timedelta(seconds=9), now + timedelta(seconds=expires)
    text = REPORTS.replace("REGION", region).replace("EXPIRES", end.isoformat())
    text = text.replace("ATTESTED", attested.isoformat())
    reports = workshop.write("reports.yaml", text)
    assert workshop.judge(pod("good"), f"--reports={reports}") == expected


def test_a_folder_is_read_with_all_that_is_in_it(workshop: Workshop) -> None:
    workshop.write("in/a.yaml", pod("bad"))
    workshop.write("in/b.txt", "not: [yaml")
    workshop.write("in/kustomization.yaml", "resources: [a.yaml]\n")
    arguments = [f"--policy={workshop.folder / 'policy.yaml'}", workshop.layout("bad")]
    result = CliRunner().invoke(bondstone, ["check", "-f", str(workshop.folder / "in"), *arguments])
    assert result.exit_code == 1
    assert result.stdout.count("\n") == 1
    assert result.stdout.startswith("deny     Pod/pay/api  layer-not-encrypted: image ")


@pytest.mark.parametrize(
    ("text", "policy", "why"),
    [
        ("a: [", POLICY, "standard input: line 1"),
        ("", POLICY, "there is no object"),
        ("a: 1", POLICY, "standard input:1: is not a Kubernetes object: it has no kind"),
        (
            pod("good"),
            POLICY.replace("Required, k", "Maybe, k"),
            "policy.yaml:2: spec.images.encryption",
        ),
        (pod("good"), NAMESPACE, "kind must be TrustPolicy"),
        (pod("good"), POLICY + "---" + POLICY, 'TrustPolicy "payments" stands twice'),
    ],
)
def test_what_is_no_document_is_one_sentence(
    workshop: Workshop, text: str, policy: str, why: str
) -> None:
    workshop.write("policy.yaml", policy.replace("MODE", "Enforce"))
    result = workshop.check(text)
    assert result.exit_code != 0
    assert why in str(result.exception)
    assert result.stdout == ""


INPUT, POLICIES = "input-unreadable", "policy-invalid"


@pytest.mark.parametrize(
    ("text", "policy", "more", "code", "file"),
    [
        ("a: [", POLICY, [], INPUT, "standard input"),
        ("", POLICY, [], INPUT, "-"),
        ("a: 1", POLICY, [], INPUT, "standard input"),
        ("kind: Pod", POLICY, [], INPUT, "standard input"),
        ("apiVersion: v1\nkind: Namespace\nmetadata: 1\n", POLICY, [], INPUT, "standard input"),
        (pod("good") + "---\napiVersion: v1\nkind: Pod\n", POLICY, [], INPUT, "standard input"),
        (pod("good"), "a: [", [], INPUT, "policy.yaml"),
        (pod("good"), POLICY.replace("Required, k", "x, k"), [], POLICIES, "policy.yaml"),
        (pod("good"), NAMESPACE, [], POLICIES, "policy.yaml"),
        (pod("good"), POLICY + "---" + POLICY, [], POLICIES, "policy.yaml"),
        (pod("good"), POLICY, ["-f", "absent.yaml"], INPUT, "absent.yaml"),
        (pod("good"), POLICY, ["--reports=policy.yaml"], INPUT, "policy.yaml"),
        (pod("good"), POLICY, ["--registries-file=policy.yaml"], INPUT, "policy.yaml"),
    ],
)
def test_what_is_no_document_is_a_json_document_too(
    workshop: Workshop, text: str, policy: str, more: list[str], code: str, file: str
) -> None:
    workshop.write("policy.yaml", policy.replace("MODE", "Enforce"))
    here = str(workshop.folder / "policy.yaml")
    result = workshop.check(
        text, "-o", "json", *(each.replace("policy.yaml", here) for each in more)
    )
    assert result.exit_code != 0
    finding = {
        "code": code,
        "detail": str(result.exception),
        "object": file.replace("policy.yaml", here),
    }
    assert json.loads(result.stdout) == {"verdict": "unknown", "findings": [finding]}


def test_the_sentence_is_on_standard_error_and_the_exit_code_is_2(workshop: Workshop) -> None:
    given = ["-f", str(workshop.folder / "absent"), "--policy", str(workshop.folder), "-o", "json"]
    done = subprocess.run(
        [sys.executable, "-m", "cli", "check", *given],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    (finding,) = json.loads(done.stdout)["findings"]
    assert done.stderr == f"bondstone: {finding['detail']}\n"


def test_a_usage_error_gives_no_document(workshop: Workshop) -> None:
    result = workshop.check(pod("good"), "-o", "json", "--no-such-option")
    assert (result.exit_code, result.stdout) == (2, "")


def test_nothing_of_a_stranger_steers_the_terminal(workshop: Workshop) -> None:
    steering = pod("good").replace("name: api, namespace", r'name: "a\x1b[2J\u202e", namespace')
    result = workshop.check(steering.replace("shop/good", r"bob:s3cret@x.io/\u202e"), "-v")
    assert "\x1b" not in result.output
    assert "\u202e" not in result.output
    assert "s3cret" not in result.output
