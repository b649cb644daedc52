# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Three in the morning: each neighbour and each of our components down, one after another."""

import signal
from collections.abc import Callable

import pytest

from localcluster.images import Pushed
from localcluster.world import EU, OTHER, PROTECTED, World

Name = Callable[[], str]


@pytest.mark.usefixtures("trust_restored")
def test_a_silent_verification_service_makes_pods_wait_and_says_since_when(
    world: World, encrypted: Pushed, name: Name
) -> None:
    before, waiting = name(), name()
    world.run_pod(before, encrypted.reference)
    world.wait(lambda: world.node_of(before), what="the pod is bound")
    world.reports.fall_silent()
    world.wait(lambda: world.label_of(EU) == "unknown", what="the bound is exceeded")
    assert "created" in world.run_pod(waiting, encrypted.reference)
    text = 'verification service "unsafe-reports-file" has been silent since 20'
    world.wait(lambda: text in world.events_of(waiting), what="the reason names the service")
    assert world.node_of(waiting) == ""
    assert world.node_of(before) == EU
    assert "has been silent" in world.bondstone.readiness("extender")
    world.reports.speak_again()
    assert world.wait(lambda: world.node_of(waiting), what="it is bound by itself") == EU


def test_without_webhooks_protected_namespaces_are_refused_and_others_are_not(
    world: World, encrypted: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    revived("webhook")
    assert "failed calling webhook" in world.run_pod(name(), encrypted.reference)
    assert "created" in world.run_pod(name(), "any.example/x:1", namespace=OTHER)
    assert "created" in world.run_pod(name(), "any.example/x:1", namespace="kube-system")


def test_without_the_extender_pods_wait_and_are_bound_after_its_return(
    world: World, encrypted: Pushed, name: Name, revived: Callable[[str], None]
) -> None:
    revived("extender")
    pod, other = name(), name()
    world.run_pod(pod, encrypted.reference)
    world.run_pod(other, "any.example/x:1", namespace=OTHER)
    world.wait(lambda: "connection refused" in world.events_of(pod), what="the scheduler says so")
    assert world.node_of(pod) == ""
    assert world.wait(lambda: world.node_of(other, namespace=OTHER), what="others are bound")
    world.bondstone.launch("extender")
    world.bondstone.wait_ready("extender")
    assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_a_registry_that_is_down_refuses_new_images_and_not_known_ones(
    world: World, encrypted: Pushed, name: Name
) -> None:
    assert "created" in world.run_pod(name(), encrypted.reference)
    registry = world.images.registry.process
    registry.signal(signal.SIGSTOP)
    try:
        known = f"{encrypted.reference}@{encrypted.digest}"
        assert "created" in world.run_pod(name(), known)
        said = world.run_pod(name(), encrypted.reference)
        assert "could not be evaluated" in said
        assert f"{world.images.registry.host} cannot be reached" in said
    finally:
        registry.signal(signal.SIGCONT)
    world.wait(
        lambda: "created" in world.run_pod(name(), encrypted.reference),
        what="the failure is forgotten, and the registry asked again",
    )


def test_decisions_are_logged_in_one_line_each(world: World, plain: Pushed, name: Name) -> None:
    pod = name()
    world.run_pod(pod, plain.reference)
    log = world.bondstone.processes["webhook"].log.read_text().splitlines()
    (line,) = [line for line in log if f'"pod": "{pod}"' in line and '"deny"' in line]
    for part in (f'"namespace": "{PROTECTED}"', '"policy": ["payments"]', "layer-not-encrypted"):
        assert part in line
    for field in ("milliseconds", "uid", "verdict", "user"):
        assert f'"{field}": ' in line
