# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A cluster that has started is complete, and its identities may do what theirs may."""

import re

import pytest

from localcluster.api_server import AUDIT_LOG
from localcluster.build import KUBERNETES
from localcluster.cluster import LocalCluster
from localcluster.errors import LocalClusterError
from tests.integration.localcluster.polling import eventually


def test_both_schedulers_and_everything_else_run(cluster: LocalCluster) -> None:
    assert {name: p.running for name, p in cluster.control_plane.processes.items()} == {
        "etcd": True,
        "kube-apiserver": True,
        "kube-controller-manager": True,
        "kube-scheduler": True,
        "bondstone-scheduler": True,
    }


def test_the_server_tells_the_version_that_was_pinned(cluster: LocalCluster) -> None:
    assert f"Server Version: {KUBERNETES}\n" in cluster.kubectl("version")


def test_every_program_has_a_log_in_one_folder(cluster: LocalCluster) -> None:
    logs = {path.stem for path in (cluster.folder / "logs").iterdir()}
    assert logs - {AUDIT_LOG.stem} == set(cluster.control_plane.processes)


def test_a_pod_is_bound_to_a_new_node_by_the_default_scheduler(cluster: LocalCluster) -> None:
    cluster.nodes.add("bound", labels={"test": "bound"})
    overrides = '{"spec": {"nodeSelector": {"test": "bound"}}}'
    cluster.kubectl("run", "bound", "--image=example.test/app", f"--overrides={overrides}")
    place = ("get", "pod", "bound", "-o", "jsonpath={.spec.nodeName}")
    assert eventually(lambda: cluster.kubectl(*place) == "bound")


def test_a_service_account_may_do_what_its_roles_allow_and_no_more(cluster: LocalCluster) -> None:
    path = cluster.service_account_kubeconfig("default", "default")
    said = cluster.kubectl(f"--kubeconfig={path}", "auth", "whoami")
    assert "system:serviceaccount:default:default" in said
    assert "Forbidden" in cluster.kubectl(f"--kubeconfig={path}", "get", "nodes", check=False)


def test_a_kubelet_may_not_label_itself_trusted(cluster: LocalCluster) -> None:
    cluster.nodes.add("liar")
    said = cluster.kubectl(
        f"--kubeconfig={cluster.node_kubeconfig('liar')}",
        *("label", "node", "liar"),
        "bondstone.node-restriction.kubernetes.io/trusted=true",
        check=False,
    )
    assert "is not allowed to modify labels" in said


@pytest.mark.parametrize("user", ["admin", "ca", "kube-apiserver", "webhook"])
def test_a_user_s_name_reaches_no_file_of_the_cluster(cluster: LocalCluster, user: str) -> None:
    before = {path: path.read_bytes() for path in cluster.pki.folder.iterdir()}
    cluster.client_kubeconfig(user)
    changed = [path.name for path, content in before.items() if path.read_bytes() != content]
    assert changed == []  # names only: a failure's text must not show a key


def test_what_kubectl_refuses_is_told_with_its_own_words(cluster: LocalCluster) -> None:
    with pytest.raises(LocalClusterError, match=re.escape('pods "absent" not found')):
        cluster.kubectl("get", "pod", "absent")
