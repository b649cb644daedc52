# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An inventory that is imported makes a node known, and ``bondstone nodes`` tells so."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from localcluster.world import World
from tests.e2e.tags.desk import EK, NODE, TagDesk

TABLE = f"node,ekHash\n{NODE},{EK}\n"


def command(*arguments: str, kubeconfig: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "cli", *arguments, f"--kubeconfig={kubeconfig}"],
        input=TABLE, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def told(world: World, desk: TagDesk) -> dict[str, Any]:
    """Return what ``bondstone nodes`` says of the node."""
    document = desk.services
    done = command(
        "nodes", "-o", "json", f"--verification-services={document}",
        f"--tag-authority={desk.authority}", f"--tag-revocations={desk.revocations}",
        kubeconfig=world.cluster.kubeconfig,
    )  # fmt: skip
    assert done.returncode == 1, done.stderr  # nothing is known of the other nodes
    lines: list[dict[str, Any]] = json.loads(done.stdout)["nodes"]
    return next(line for line in lines if line["node"] == NODE)


@pytest.fixture
def forgotten(world: World, desk: TagDesk) -> Iterator[None]:
    """Take the node out of the inventory, and put it back."""
    world.kubectl("delete", "nodeidentity", NODE)
    world.wait(lambda: world.label_of(NODE) == "unknown", what="nothing is known of the node")
    yield
    desk.identify()
    world.wait(lambda: world.label_of(NODE) == "true", what="the node is vouched for again")


@pytest.mark.usefixtures("forgotten")
def test_an_import_makes_a_node_known(world: World, desk: TagDesk) -> None:
    assert told(world, desk)["findings"][0]["code"] == "no-identity"
    shown = command("identities", "import", "-", kubeconfig=world.cluster.kubeconfig)
    assert shown.returncode == 1
    assert f"create     {NODE}  ekHash {EK}" in shown.stdout
    assert world.label_of(NODE) == "unknown"
    done = command("identities", "import", "-", "--apply", kubeconfig=world.cluster.kubeconfig)
    assert done.returncode == 0, done.stderr
    world.wait(lambda: world.label_of(NODE) == "true", what="the node is vouched for")
    desk.give(desk.issue())
    desk.wait_for_region("EU")
    line = told(world, desk)
    assert (line["verdict"], line["source"], line["tags"]) == ("trusted", "tpm", {"region": "EU"})
    desk.give()
    desk.wait_for_region("")


@pytest.mark.usefixtures("forgotten")
def test_an_import_by_somebody_who_may_only_read_changes_nothing(
    world: World, name: Callable[[], str]
) -> None:
    reader = name()
    rights = ("--verb=get,list", "--resource=nodes,nodeidentities.bondstone.dev")
    world.kubectl("create", "clusterrole", reader, *rights)
    world.kubectl(
        "create", "clusterrolebinding", reader, f"--clusterrole={reader}", f"--user={reader}"
    )
    kubeconfig = world.cluster.client_kubeconfig(reader)
    done = command("identities", "import", "-", "--apply", kubeconfig=kubeconfig)
    assert done.returncode == 2
    assert 'cannot patch resource "nodeidentities"' in done.stderr
    assert done.stderr.endswith("; nothing was changed\n")
    assert "NotFound" in world.kubectl("get", "nodeidentity", NODE)
    for kind in ("clusterrole", "clusterrolebinding"):
        world.kubectl("delete", kind, reader)
