# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone identities import`` shows what it would do, and does all of it or nothing."""

import json
from pathlib import Path

import pytest

from localcluster.cluster import LocalCluster
from tests.integration.commands.conftest import Command

HEAD = "node,hardwareUUID,ekHash\n"
UUID = "0009e54e-642f-e511-906e-0012795d96dd"
OTHER = "1119e54e-642f-e511-906e-0012795d96dd"
EK = "ab" * 32


def specs(cluster: LocalCluster) -> dict[str, dict[str, object]]:
    items = json.loads(cluster.kubectl("get", "nodeidentities", "-o=json"))["items"]
    return {item["metadata"]["name"]: item["spec"] for item in items}


def test_nothing_is_done_before_it_was_shown_and_applied(
    bondstone: Command, cluster: LocalCluster, tmp_path: Path
) -> None:
    table = tmp_path / "machines.csv"
    table.write_text(f"{HEAD}m1,{UUID},{EK}\nm2,{OTHER},\n")
    shown = bondstone("identities", "import", table)
    assert shown.returncode == 1
    assert f"create     m1  hardwareUUID {UUID}, ekHash {EK}  (line 2)" in shown.stdout
    assert "2 to create, 0 to change, 0 unchanged, 0 in conflict" in shown.stdout
    assert shown.stderr == "nothing was changed; --apply does it\n"
    assert specs(cluster) == {}
    done = bondstone("identities", "import", table, "--apply")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("2 written\n")
    assert specs(cluster) == {
        "m1": {"hardwareUUID": UUID, "ekHash": EK},
        "m2": {"hardwareUUID": OTHER},
    }
    again = bondstone("identities", "import", table, "--apply")
    assert again.returncode == 0
    assert "0 to create, 0 to change, 2 unchanged, 0 in conflict" in again.stdout


def test_a_change_shows_both_sides_and_leaves_what_others_wrote(
    bondstone: Command, cluster: LocalCluster
) -> None:
    first = bondstone("identities", "import", "-", "--apply", stdin=f"{HEAD}m1,{UUID},{EK}\n")
    assert first.returncode == 0, first.stderr
    patch = json.dumps({"spec": {"tagRecords": ["a.b.c"]}})
    cluster.kubectl("patch", "nodeidentity", "m1", "--type=merge", "-p", patch)
    done = bondstone("identities", "import", "-", "--apply", stdin=f"{HEAD}m1,,{'cd' * 32}\n")
    assert done.returncode == 0, done.stderr
    assert f"change     m1  ekHash {EK} -> {'cd' * 32}" in done.stdout
    assert "its tag records are about the old EK and will not count" in done.stdout
    assert specs(cluster)["m1"] == {
        "hardwareUUID": UUID,
        "ekHash": "cd" * 32,
        "tagRecords": ["a.b.c"],
    }


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        (f"m1,{UUID},\nm2,{UUID},\n", f"-: line 3: hardware-uuid {UUID} is that of node m1"),
        (f"m1,{UUID},\nm2,nonsense,\n", "-: line 3: hardwareUUID 'nonsense' is not the UUID"),
        (f"m1,{UUID},\nm2,,abc\n", "-: line 3: ekHash 'abc' is not 64 hexadecimal digits"),
    ],
)
def test_a_wrong_line_changes_nothing_of_the_right_ones(
    bondstone: Command, cluster: LocalCluster, lines: str, problem: str
) -> None:
    ended = bondstone("identities", "import", "-", "--apply", stdin=HEAD + lines)
    assert ended.returncode == 2
    assert problem in ended.stderr
    assert ended.stderr.endswith("bondstone: - cannot be imported; nothing was changed\n")
    assert specs(cluster) == {}


def test_an_identity_that_another_node_has_is_a_conflict(
    bondstone: Command, cluster: LocalCluster
) -> None:
    bondstone("identities", "import", "-", "--apply", stdin=f"{HEAD}m1,{UUID},\n")
    ended = bondstone("identities", "import", "-", "--apply", stdin=f"{HEAD}m2,{UUID},\n")
    assert ended.returncode == 2
    assert f"hardware-uuid {UUID} is claimed by m1 too" in ended.stdout
    assert "there are conflicts; nothing was changed" in ended.stderr
    assert specs(cluster).keys() == {"m1"}


def test_a_node_that_is_not_there_is_refused_unless_it_may_come(
    bondstone: Command, cluster: LocalCluster
) -> None:
    table = f"{HEAD}m1,{UUID},\nm3,{OTHER},\n"
    ended = bondstone("identities", "import", "-", "--apply", stdin=table)
    assert ended.returncode == 2
    assert "the cluster has no such node" in ended.stdout
    assert specs(cluster) == {}
    given = ("identities", "import", "-", "--apply", "--allow-unknown-nodes")
    assert bondstone(*given, stdin=table).returncode == 0
    assert specs(cluster).keys() == {"m1", "m3"}


def test_whoever_may_not_write_identities_changes_nothing(
    bondstone: Command, cluster: LocalCluster
) -> None:
    reader = cluster.client_kubeconfig("reader")
    cluster.kubectl(
        "create", "clusterrole", "reader", "--verb=get,list", "--resource=nodes,nodeidentities"
    )
    cluster.kubectl(
        "create", "clusterrolebinding", "reader", "--clusterrole=reader", "--user=reader"
    )
    table = f"{HEAD}m1,{UUID},\n"
    given = ("identities", "import", "-")
    assert bondstone(*given, stdin=table, kubeconfig=reader).returncode == 1
    ended = bondstone(*given, "--apply", stdin=table, kubeconfig=reader)
    assert ended.returncode == 2
    assert 'User "reader" cannot patch resource "nodeidentities"' in ended.stderr
    assert ended.stderr.endswith("; nothing was changed\n")
    assert specs(cluster) == {}
