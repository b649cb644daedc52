# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Somebody types the command of the README's section "Install it" and sees what it shows."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from localcluster.bondstone import NAMESPACE
from localcluster.cluster import LocalCluster, running
from tests.e2e.starting import begun

ROOT = Path(__file__).parents[2]
APPLY = "kubectl apply -k manifests/overlays/self-signed"


@pytest.fixture(scope="module")
def empty() -> Iterator[LocalCluster]:
    """Give a cluster that never had anything of ours."""
    with begun(running()) as cluster:
        yield cluster


def section() -> str:
    """Return what README says below the heading."""
    return (ROOT / "README.md").read_text().split("\n## Install it\n", 1)[1].split("\n## ", 1)[0]


def shown() -> list[str]:
    """Return the lines that README prints as the command's output."""
    block = re.search(r"```console\n\$ (.*?)```", section(), re.S)
    assert block, "README shows no output"
    return block[1].splitlines()


def typed(cluster: LocalCluster, command: str) -> list[str]:
    """Return what a shell in the folder of the repository says."""
    programs = cluster.binaries["kubectl"].parent
    environment = {
        **os.environ,
        "PATH": f"{programs}:{os.environ['PATH']}",
        "KUBECONFIG": str(cluster.kubeconfig),
    }
    done = subprocess.run(
        ["sh", "-c", command], cwd=ROOT, env=environment, text=True, check=False, timeout=120,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout
    return done.stdout.splitlines()


def test_the_output_is_what_the_readme_shows(empty: LocalCluster) -> None:
    command, *expected = shown()
    assert command == APPLY
    assert command in section().split("```console", 1)[0]
    assert typed(empty, command) == expected


def test_applied_again_it_changes_nothing(empty: LocalCluster) -> None:
    before = generations(empty)
    assert not [line for line in typed(empty, APPLY) if line.endswith(" created")]
    assert generations(empty) == before


def generations(cluster: LocalCluster) -> str:
    """Return how often the wish for each object changed; kubectl calls any sent patch a change."""
    kinds = "deployments,poddisruptionbudgets,networkpolicies"
    everywhere = "crd,validatingwebhookconfigurations,mutatingwebhookconfigurations"
    column = "-o=custom-columns=KIND:.kind,NAME:.metadata.name,GENERATION:.metadata.generation"
    namespaced = cluster.kubectl("-n", NAMESPACE, "get", kinds, column)
    return namespaced + cluster.kubectl("get", everywhere, column)
