# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone nodes`` asks services and cluster itself."""

import json
import signal
import subprocess
import sys
from pathlib import Path

from localcluster.cluster import LocalCluster
from localcluster.identities import node_identity
from localcluster.reports import ReportsFile
from localcluster.sources import services_document
from localcluster.waiting import wait_for
from tests.integration.commands.conftest import Command

EK_HASH = "ab" * 32


def test_every_node_has_a_line_and_the_exit_code_says_whether_all_are_vouched_for(
    bondstone: Command, reports: ReportsFile
) -> None:
    reports.trust("m1", region="EU")
    reports.distrust("m2", "PCR 7 differs")
    option = f"--unsafe-reports-file={reports.path}"
    ended = bondstone("nodes", option)
    assert ended.returncode == 1, ended.stderr
    head, first, second = ended.stdout.splitlines()
    assert head.split() == ["NODE", "VERDICT", "SOURCE", "ATTESTED", "AGE", "TAGS", "REASON"]
    assert first.split()[:3] == ["m1", "trusted", "unsafe-reports-file"]
    assert first.endswith("region=EU")
    assert second.startswith("m2")
    assert second.endswith("untrusted: PCR 7 differs")
    reports.trust("m2")
    assert bondstone("nodes", option).returncode == 0


def test_each_source_has_a_line_for_the_nodes_that_it_can_know(
    bondstone: Command, cluster: LocalCluster, reports: ReportsFile, tmp_path: Path
) -> None:
    reports.trust("m1")
    reports.trust("m2")
    by_ek = tmp_path / "by-ek.json"
    by_ek.write_text(
        reports.path.read_text().replace('"node": "m1"', f'"ekHash": "{EK_HASH}"')
        .replace('"node": "m2"', f'"ekHash": "{"cd" * 32}"')
    )  # fmt: skip
    document = tmp_path / "services.json"
    entries = [
        {"name": "lab", "type": "UnsafeReportsFile", "file": str(reports.path)},
        {"name": "tpm", "type": "UnsafeReportsFile", "file": str(by_ek), "identity": "ek-hash"},
    ]
    document.write_text(services_document(entries))
    identity = node_identity("m1", ekHash=EK_HASH)
    cluster.kubectl("apply", "-f", "-", stdin=json.dumps(identity))
    ended = bondstone("nodes", f"--verification-services={document}", "-o", "json")
    assert ended.returncode == 0, ended.stderr
    told = json.loads(ended.stdout)
    assert [(row["node"], row["source"], row["verdict"]) for row in told["nodes"]] == [
        ("m1", "lab", "trusted"),
        ("m1", "tpm", "trusted"),
        ("m2", "lab", "trusted"),
    ]
    assert {each["source"]: each["identity"] for each in told["sources"]} == {
        "lab": "node-name",
        "tpm": "ek-hash",
    }


def test_a_service_that_gives_no_answer_is_told_and_makes_exit_code_2(
    bondstone: Command, tmp_path: Path
) -> None:
    broken = tmp_path / "reports.json"
    broken.write_text("{")
    document = tmp_path / "services.json"
    entry = {"name": "lab", "type": "UnsafeReportsFile", "file": str(broken)}
    document.write_text(services_document([entry]))
    ended = bondstone("nodes", f"--verification-services={document}")
    assert ended.returncode == 2
    assert 'warning: verification service "lab": ' in ended.stderr
    assert "Traceback" not in ended.stderr
    assert "m1    unknown  lab" in ended.stdout


def test_whoever_may_not_read_the_cluster_is_told_so(
    bondstone: Command, cluster: LocalCluster, reports: ReportsFile
) -> None:
    stranger = cluster.client_kubeconfig("stranger")
    option = f"--unsafe-reports-file={reports.path}"
    ended = bondstone("nodes", option, kubeconfig=stranger)
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1
    assert 'nodes is forbidden: User "stranger"' in ended.stderr


def test_without_a_service_nothing_is_asked(bondstone: Command) -> None:
    ended = bondstone("nodes")
    assert ended.returncode == 2
    assert "--verification-services is required" in ended.stderr


def _interruptible() -> None:
    """Undo what a shell does to commands in the background: they ignore an interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_a_watch_looks_again_until_it_is_interrupted(
    cluster: LocalCluster, reports: ReportsFile, tmp_path: Path
) -> None:
    reports.trust("m1")
    told = tmp_path / "told"
    with told.open("w") as file, subprocess.Popen(
        [
            sys.executable, "-m", "cli", "nodes", "--watch", "-o", "json",
            f"--kubeconfig={cluster.kubeconfig}", f"--unsafe-reports-file={reports.path}",
        ],
        stdout=file,
        preexec_fn=_interruptible,
    ) as process:  # fmt: skip
        try:
            wait_for(lambda: told.read_text().count("\n") >= 2, seconds=30, what="two looks")
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=10) == 130
        finally:
            process.kill()
    for line in told.read_text().splitlines():
        assert json.loads(line)["nodes"][0]["verdict"] == "trusted"
