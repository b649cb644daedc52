# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The component protect-namespace-labels: no protected namespace is relabelled or replaced."""

from collections.abc import Callable, Iterator

import pytest

from localcluster.scheduler import MANIFESTS
from localcluster.stage import OTHER
from localcluster.world import World
from tests.e2e.conftest import Kubectl

_FOLDER = MANIFESTS / "components" / "protect-namespace-labels" / "policy.yaml"
_RIGHTS = ("--verb=get,patch,update,create,delete", "--resource=namespaces")


@pytest.fixture
def protected(world: World) -> Iterator[str]:
    """A protected namespace, and the component applied and in force."""
    namespace = "relabelled"
    world.cluster.kubectl("create", "namespace", namespace)
    world.cluster.kubectl("label", "namespace", namespace, "bondstone.dev/protected=true")
    world.cluster.kubectl("apply", "-f", str(_FOLDER))
    nobody = ("--as=nobody", "--as-group=system:masters", "--dry-run=server")
    probe = ("label", "namespace", namespace, "--as=probe", "--dry-run=server", "team=x")
    world.cluster.kubectl("create", "clusterrole", "probe-labels", *_RIGHTS)
    world.cluster.kubectl(
        "create", "clusterrolebinding", "probe-labels", "--clusterrole=probe-labels", "--user=probe"
    )
    world.wait(lambda: "refuses to change labels" in world.kubectl(*probe), what="it is in force")
    assert "labeled" in world.kubectl("label", "namespace", namespace, "team=x", *nobody)
    yield namespace
    world.kubectl("delete", "-f", str(_FOLDER))
    world.kubectl("delete", "clusterrolebinding,clusterrole", "probe-labels")
    world.kubectl("delete", "namespace", namespace, "--wait=false")


def test_only_who_may_unprotect_relabels_or_deletes_it(
    world: World, protected: str, user: Callable[..., Kubectl]
) -> None:
    editor = user(*_RIGHTS)
    said = editor("label", "namespace", protected, "team=shop")
    assert "Bondstone refuses to change labels of the protected namespace" in said
    assert "refuses to delete the protected namespace" in editor("delete", "namespace", protected)
    assert "annotated" in editor("annotate", "namespace", protected, "team=shop")
    assert "labeled" in editor("label", "namespace", OTHER, "team=shop")
    editor("label", "namespace", OTHER, "team-")
    trusted = user(*_RIGHTS, role="bondstone-unprotect")
    assert "labeled" in trusted("label", "namespace", protected, "team=shop")
    assert "deleted" in trusted("delete", "namespace", protected, "--wait=false")
    gone = ("get", "namespace", protected, "-o=name", "--ignore-not-found")
    assert world.wait(lambda: world.kubectl(*gone) == "", what="the API server ends what it began")
