# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A world with two replicas of webhook and extender behind a Service each, as shipped."""

import base64
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml

from localcluster.bondstone import NAMESPACE
from localcluster.images import Pushed
from localcluster.kubelet import COMPONENTS, Kubelet
from localcluster.ports import HOST, reserve_block
from localcluster.service import Lost, Service
from localcluster.world import World, world_running

_PREVIOUS = Path(__file__).parents[2] / "assets" / "upgrades" / "889b45a.yaml"
_NO_AUTHORITY = "write-the-base64-of-your-CA-here"
_KUSTOMIZATION = """\
resources: [../local]
replicas:
  - {name: bondstone-webhook, count: 2}
  - {name: bondstone-extender, count: 2}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replicated:
    """The world, who runs its pods, and its Services.

    Attributes:
        world: Whose own webhook and extender have been stopped.
        kubelet: Runs the replicas; turn it while you wait.
        services: By component.
        encrypted: An image that a policy asks for.
        plain: One that it refuses.
    """

    world: World
    kubelet: Kubelet
    services: dict[str, Service]
    encrypted: Pushed
    plain: Pushed

    def apply(self) -> str:
        """Apply the manifests of this version."""
        overlays = self.world.bondstone.overlay().parent
        folder = overlays / "replicated"
        folder.mkdir(exist_ok=True)
        (folder / "kustomization.yaml").write_text(_KUSTOMIZATION)
        return self.world.cluster.kubectl("apply", "-k", str(folder))

    def apply_previous(self) -> str:
        """Apply the manifests of an earlier version, with that version's image."""
        cluster = self.world.cluster
        text = _PREVIOUS.read_text()
        url = f"https://{HOST}:{cluster.ports.webhook}"
        text = text.replace("http://write-the-url-of-your-webhook-here", url)
        authority = base64.b64encode(cluster.pki.ca.read_bytes()).decode()
        documents = list(yaml.safe_load_all(text.replace(_NO_AUTHORITY, authority)))
        for each in documents:
            component = each["metadata"]["name"].removeprefix("bondstone-")
            if each["kind"] == "Deployment" and component in COMPONENTS:
                each["spec"]["replicas"] = 2
                each["spec"]["template"]["spec"]["containers"][0]["image"] = "bondstone:previous"
        return cluster.kubectl("apply", "-f", "-", stdin=yaml.safe_dump_all(documents))

    def settled(self) -> bool:
        """Tell whether two replicas of each are ready, and none is being ended."""
        replicas = self.kubelet.replicas.values()
        return len(replicas) == 2 * len(COMPONENTS) and all(
            len(service.ready) == 2
            and set(service.ready)
            == {each.address for each in replicas if each.component == component and each.ready}
            for component, service in self.services.items()
        )

    def settle(self) -> None:
        """Turn until it is so."""
        self.kubelet.until(self.settled, what="two replicas of webhook and extender are ready")

    def lost(self) -> Lost:
        """Return what all Services have lost so far."""
        lost = [service.lost for service in self.services.values()]
        return Lost(sum(each.refused for each in lost), sum(each.cut for each in lost))


@contextmanager
def replicated_running(*, max_staleness: str = "60s") -> Iterator[Replicated]:
    """Start it with the previous manifests, and wait until every replica is ready."""
    with world_running(max_staleness=max_staleness) as world, ExitStack() as stack:
        cluster, places = world.cluster, dict[str, int]()
        ports = iter(reserve_block(stack))
        kubelet = Kubelet(cluster.api, world.bondstone, ports, places=places)
        stack.callback(kubelet.stop)
        services = {}
        for component in COMPONENTS:
            world.bondstone.processes.pop(component).stop()
            services[component] = Service(
                cluster.api,
                NAMESPACE,
                f"bondstone-{component}",
                getattr(cluster.ports, component),
                places,
            )
            services[component].start()
            stack.callback(services[component].stop)
        replicated = Replicated(
            world=world,
            kubelet=kubelet,
            services=services,
            encrypted=world.images.encrypted("shop/events:1"),
            plain=world.images.plain("shop/events:plain"),
        )
        replicated.apply_previous()
        replicated.settle()
        yield replicated
