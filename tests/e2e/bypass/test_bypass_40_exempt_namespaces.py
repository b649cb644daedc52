# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A pod is created in a namespace that is never behind the webhook, so that nobody judges it."""

from collections.abc import Callable

from localcluster.images import Pushed
from localcluster.world import World
from tests.e2e.auditing import count_of, exempt_policy, told, violating

DETECTED_BY = (
    "A cluster must be able to start without us, and we on it: three namespaces are exempt "
    "(kube-system, kube-node-lease, bondstone-system) and no more, and creating pods there needs "
    "rights there. The hub reports pods of theirs that an enforced policy selects: Event "
    "NotJudged, bondstone_violating_pods, status.violations."
)


def test_a_pod_of_an_exempt_namespace_is_reported(
    world: World, policies: Callable[[str], str], plain: Pushed, name: Callable[[], str]
) -> None:
    pod = name()
    run = ("-n", "kube-system", "run", pod, "--labels=exempt=story", "--restart=Never")
    assert "created" in world.kubectl(*run, f"--image={plain.reference}")
    try:
        policies(exempt_policy("everywhere"))
        said = told(world, pod, "NotJudged", namespace="kube-system")
        text = 'TrustPolicy "everywhere": namespace kube-system is never behind the webhook'
        assert text in said
        assert violating(world, "everywhere", "namespace-exempt") == 1
        world.wait(lambda: count_of(world, "everywhere") == "1 1", what="the status counts the pod")
    finally:
        world.kubectl("-n", "kube-system", "delete", "pod", pod, "--force", "--grace-period=0")
    world.wait(lambda: count_of(world, "everywhere") == "0 0", what="the status follows")


def test_a_user_of_another_namespace_cannot_create_pods_there(world: World, plain: Pushed) -> None:
    user = "--as=system:serviceaccount:elsewhere:default"
    run = ("-n", "kube-system", "run", "stranger", f"--image={plain.reference}", user)
    assert "forbidden" in world.kubectl(*run)
