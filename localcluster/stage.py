# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What every world has: a cluster with Bondstone on it, and images; and questions to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from localcluster.bondstone import Bondstone
from localcluster.cluster import LocalCluster
from localcluster.images import Images
from localcluster.questions import ask_events, ask_label, ask_node, ask_to_run
from localcluster.waiting import LONGEST, wait_for

T = TypeVar("T")
PROTECTED = "payments"
OTHER = "elsewhere"
NAMES = (PROTECTED, OTHER)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A cluster with Bondstone and a registry."""

    cluster: LocalCluster
    bondstone: Bondstone
    images: Images

    def kubectl(self, *arguments: str, stdin: str | None = None) -> str:
        """Run kubectl and return what it said, refusals included."""
        return self.cluster.kubectl(*arguments, stdin=stdin, check=False).strip()

    def run_pod(self, name: str, image: str, *, namespace: str = PROTECTED) -> str:
        """Create a pod as a user would, and return what kubectl said."""
        return self.kubectl(*ask_to_run(name, image, namespace))

    def node_of(self, pod: str, *, namespace: str = PROTECTED) -> str:
        """Return the node that a pod is bound to, empty while it waits."""
        return self.kubectl(*ask_node(pod, namespace))

    def events_of(self, pod: str, *, namespace: str = PROTECTED) -> str:
        """Return the messages of a pod's events, one a line, oldest first."""
        return self.kubectl(*ask_events(pod, namespace))

    def label_of(self, node: str) -> str:
        """Return the trust label of a node."""
        return self.kubectl(*ask_label(node))

    def wait(self, ask: Callable[[], T], *, seconds: float = LONGEST, what: str) -> T:
        """Ask again until the answer is true, and return it."""
        return wait_for(ask, seconds=seconds, what=what)

    def protect(self, policy: str, *, labels: Mapping[str, str]) -> None:
        """Make the namespaces, apply a policy, and wait until both and the nodes are marked.

        Args:
            policy: Of the protected namespace, YAML.
            labels: The trust label that each node gets.

        Raises:
            LocalClusterError: The hub does not mark them.
        """
        for namespace in NAMES:
            self.cluster.kubectl("create", "namespace", namespace)
        self.cluster.kubectl("apply", "-f", "-", stdin=policy)
        path = "-o=jsonpath={.metadata.labels.bondstone\\.dev/protected}"
        self.wait(
            lambda: self.kubectl("get", "namespace", PROTECTED, path) == "true",
            what="the hub labels the protected namespace",
        )
        self.wait(
            lambda: {node: self.label_of(node) for node in labels} == labels,
            what="the hub labels every node",
        )
        account = ("get", "serviceaccount", "default", "-o=name", "-n")
        self.wait(
            lambda: all(
                self.kubectl(*account, name).startswith("serviceaccount/") for name in NAMES
            ),
            what="the namespaces have their ServiceAccounts",
        )
