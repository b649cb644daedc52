# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The real scheduler and the extender: who proves what to whom, and in which form nodes are sent.

Each of the shipped settings is taken away once: ``manifests/base/scheduler-config.yaml``.
"""

from base64 import b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from certs.authority import Authority
from certs.trial import write_pair
from localcluster.images import Pushed
from localcluster.scheduler import MANIFESTS
from localcluster.world import EU, World
from tests.e2e.bypass.conftest import create as create
from tests.e2e.live import waiting_for_the_extender
from tests.e2e.scheduling import scheduler_with

Name = Callable[[], str]
_COMPONENT = MANIFESTS / "components" / "openshift-secondary-scheduler" / "config.yaml"
INLINE = yaml.safe_load(_COMPONENT.read_text())["extenders"][0]["tlsConfig"]


def tls(world: World, client: str) -> dict[str, str]:
    pki = world.cluster.pki
    return {
        "caFile": str(pki.ca),
        "certFile": str(pki.certificate(client)),
        "keyFile": str(pki.key(client)),
    }


def inline(world: World, *, authority: Path | None = None) -> dict[str, str]:
    """Return the shipped settings that hold certificates and key themselves, filled in."""
    pki = world.cluster.pki
    parts = {
        "caData": authority or pki.ca,
        "certData": pki.certificate("extender-client"),
        "keyData": pki.key("extender-client"),
    }
    assert parts.keys() == INLINE.keys()
    return {name: b64encode(path.read_bytes()).decode() for name, path in parts.items()}


def waits(world: World, pod: str, *texts: str) -> None:
    world.wait(lambda: "FailedScheduling" in world.events_of(pod), what="it was tried")
    world.wait(
        lambda: any(text in world.events_of(pod) for text in texts),
        what=f"the scheduler says one of {texts}",
    )
    assert world.node_of(pod) == ""


def test_a_scheduler_without_a_certificate_is_not_answered_and_its_pods_wait(
    world: World, encrypted: Pushed, name: Name
) -> None:
    pod = name()
    with scheduler_with(world, tlsConfig={"caFile": str(world.cluster.pki.ca)}):
        world.run_pod(pod, encrypted.reference)
        waits(world, pod, "certificate required", "connection reset", "broken pipe")
    assert world.wait(lambda: world.node_of(pod), what="with its certificate it is bound") == EU


def test_a_scheduler_with_somebody_else_s_certificate_is_refused(
    world: World, encrypted: Pushed, name: Name
) -> None:
    pod = name()
    with scheduler_with(world, tlsConfig=tls(world, "webhook-client")):
        world.run_pod(pod, encrypted.reference)
        waits(world, pod, "code 403")
    assert world.wait(lambda: world.node_of(pod), what="with its certificate it is bound") == EU


@pytest.mark.parametrize("form", ["caFile", "caData"])
def test_an_extender_of_another_authority_is_not_believed(
    world: World, encrypted: Pushed, name: Name, tmp_path: Path, form: str
) -> None:
    now, day = datetime.now(UTC), timedelta(days=1)
    other = Authority.create("somebody", lifetime=day, now=now)
    authority, _ = write_pair(tmp_path, "other", other.pair())
    foreign = {**tls(world, "extender-client"), "caFile": str(authority)}
    settings = inline(world, authority=authority) if form == "caData" else foreign
    pod = name()
    with scheduler_with(world, tlsConfig=settings):
        world.run_pod(pod, encrypted.reference)
        waits(world, pod, "certificate signed by unknown authority")
    assert world.wait(lambda: world.node_of(pod), what="with the right one it is bound") == EU


def test_certificates_and_key_may_stand_in_the_configuration_itself(
    world: World, encrypted: Pushed, name: Name
) -> None:
    # As under OpenShift's operator, which mounts no Secret (docs/openshift.md).
    pod = name()
    with scheduler_with(world, tlsConfig=inline(world)):
        world.run_pod(pod, encrypted.reference)
        assert world.wait(lambda: world.node_of(pod), what="the pod is bound") == EU


def test_a_scheduler_whose_configuration_was_not_filled_in_does_not_start(world: World) -> None:
    with scheduler_with(world, tlsConfig=INLINE):
        process = world.cluster.control_plane.processes["bondstone-scheduler"]
        world.wait(lambda: not process.running, what="it has ended")
        assert "base64" in process.tail()


@pytest.mark.usefixtures("trust_restored")
def test_a_scheduler_that_sends_whole_nodes_is_answered_by_what_we_know_of_them(
    world: World,
    encrypted: Pushed,
    name: Name,
    create: Callable[[str], str],
    revived: Callable[[str], None],
) -> None:
    accepted = name()
    with scheduler_with(world, nodeCacheCapable=False):
        world.run_pod(accepted, encrypted.reference)
        assert world.wait(lambda: world.node_of(accepted), what="the pod is bound") == EU
        revived("hub")  # the label in the Node objects that are sent goes on saying true
        pod, _ = waiting_for_the_extender(world, name, create)
        assert world.node_of(pod) == ""
