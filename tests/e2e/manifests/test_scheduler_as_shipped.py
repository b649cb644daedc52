# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The shipped Deployment of the scheduler, run as its ServiceAccount with its command."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from localcluster.bondstone import NAMESPACE
from localcluster.images import Pushed
from localcluster.world import EU, World
from tests.integration.manifests.rendering import named, rendered

_LEASE = ("-n", NAMESPACE, "get", "lease", "bondstone-scheduler")


@pytest.fixture
def shipped(world: World) -> Iterator[Path]:
    """Run it in the place of the one that has an administrator's rights; yield its log."""
    plane = world.cluster.control_plane
    container = named(rendered("base"), "Deployment", "bondstone-scheduler")["spec"]["template"][
        "spec"
    ]["containers"][0]
    plane.processes["bondstone-scheduler"].kill()
    account = world.cluster.service_account_kubeconfig(NAMESPACE, "bondstone-scheduler")
    configuration = as_shipped(world, account)
    # In a pod all three are found by themselves.
    local = [
        f"--config={configuration}",
        f"--authentication-kubeconfig={account}",
        f"--authorization-kubeconfig={account}",
        f"--secure-port={world.cluster.ports.bondstone_scheduler}",
    ]
    given = [each for each in container["args"] if not each.startswith("--config=")]
    plane.run("bondstone-scheduler", *given, *local, program=container["command"][0])
    yield world.cluster.folder / "logs" / "bondstone-scheduler.log"
    plane.processes["bondstone-scheduler"].stop()
    plane.run_bondstone_scheduler()
    world.kubectl("-n", NAMESPACE, "delete", "lease", "bondstone-scheduler")


def as_shipped(world: World, account: Path) -> Path:
    """Return localcluster's copy of the configuration, with the election that is shipped."""
    folder = world.cluster.folder
    configuration = json.loads((folder / "bondstone-scheduler.json").read_text())
    configuration["clientConnection"] = {"kubeconfig": str(account)}
    configuration["leaderElection"] = {
        "leaderElect": True,
        "resourceNamespace": NAMESPACE,
        "resourceName": "bondstone-scheduler",
    }
    path = folder / "bondstone-scheduler-as-shipped.json"
    path.write_text(json.dumps(configuration))
    return path


def test_it_is_elected_places_pods_and_lacks_no_right(
    world: World, shipped: Path, encrypted: Pushed, name: Callable[[], str]
) -> None:
    before = shipped.stat().st_size
    pod = name()
    world.run_pod(pod, encrypted.reference)
    assert world.wait(lambda: world.node_of(pod), what="it is bound") == EU
    assert world.kubectl(*_LEASE, "-o=jsonpath={.spec.holderIdentity}")
    log = shipped.read_bytes()[before if before < shipped.stat().st_size else 0 :].decode()
    assert "forbidden" not in log.lower()
