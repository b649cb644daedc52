# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our configurations watched: intact, changed, deleted, with authorities that cannot be meant."""

from base64 import b64encode
from contextlib import AbstractContextManager, suppress
from dataclasses import replace
from pathlib import Path

import pytest
import trustme
from prometheus_client import CollectorRegistry

from cluster.configurations import PLURALS, Configuration
from cluster.errors import ClusterError
from hub.configuration_watch import Called, ConfigurationWatch, shipped_shapes
from tests.simulators.cluster import SimulatedObjects
from tests.unit.hub.builders import Events

NAME = "ValidatingWebhookConfiguration/bondstone"
PEM = trustme.CA().cert_pem.bytes()
OTHER = trustme.CA().cert_pem.bytes()


def counted(name: str) -> AbstractContextManager[None]:
    """Take failures, as the reconciler does."""
    assert "/" in name
    return suppress(ClusterError)


class Cluster:
    """Everything as it was shipped, and a hub that watches."""

    def __init__(self, ca: Path | None = None, *, pods_only: bool = False) -> None:
        self.objects: dict[str, SimulatedObjects[Configuration]] = {
            kind: SimulatedObjects() for kind in PLURALS
        }
        for key, shape in shipped_shapes(Called()).items():
            kind, name = key.split("/")
            bundles = {entry: bundle(PEM) for entry in shape.get("webhooks", {})}  # type: ignore[attr-defined]
            one = Configuration(uid="u", shape=shape, bundles=bundles)
            self.objects[kind].put(name, one)
        self.events, self.metrics = Events(), CollectorRegistry()
        called = Called(ca=ca, pods_only=pods_only)
        self.watch = ConfigurationWatch(
            self.objects, called=called, record=self.events, metrics=self.metrics
        )

    @property
    def ours(self) -> SimulatedObjects[Configuration]:
        """Validating webhook configurations."""
        return self.objects["ValidatingWebhookConfiguration"]

    def look(self) -> float | None:
        """Look, and return whether the validating configuration is intact."""
        self.watch.look(counted)
        return self.intact(NAME)

    def intact(self, name: str) -> float | None:
        """Return the metric of a configuration."""
        labels = {"configuration": name}
        return self.metrics.get_sample_value("bondstone_webhook_configuration_intact", labels)


def bundle(pem: bytes) -> str:
    """Return a caBundle."""
    return b64encode(pem).decode()


@pytest.fixture
def cluster() -> Cluster:
    return Cluster()


def test_what_is_as_it_was_shipped_is_intact_and_nobody_is_told(cluster: Cluster) -> None:
    cluster.look()
    shipped = shipped_shapes(Called())
    assert {"MutatingWebhookConfiguration/bondstone", NAME} <= shipped.keys()
    assert {cluster.intact(name) for name in shipped} == {1}
    assert cluster.events.messages == []


def test_a_deleted_configuration_is_told_once_and_so_is_the_next_time(cluster: Cluster) -> None:
    kept = cluster.ours.objects.pop("bondstone")
    assert (cluster.look(), cluster.look()) == (0, 0)
    (message,) = cluster.events.messages
    assert (
        "ValidatingWebhookConfiguration bondstone is not as it was shipped: it does not" in message
    )
    assert cluster.events.reasons == ["ConfigurationChanged"]
    cluster.ours.put("bondstone", kept)
    assert cluster.look() == 1
    del cluster.ours.objects["bondstone"]
    assert cluster.look() == 0
    assert len(cluster.events.messages) == 2


def test_a_weakened_entry_is_told_with_its_place_and_others_stay_intact(cluster: Cluster) -> None:
    one = cluster.ours.objects["bondstone"]
    entries = dict(one.shape["webhooks"])  # type: ignore[call-overload]
    weak = {**entries["protected.validate.bondstone.dev"], "failurePolicy": "Ignore"}
    entries["protected.validate.bondstone.dev"] = weak
    cluster.ours.put("bondstone", replace(one, shape={"webhooks": entries}))
    assert cluster.look() == 0
    text = "webhooks.protected.validate.bondstone.dev.failurePolicy is Ignore, and shipped as Fail"
    assert text in cluster.events.messages[0]
    assert cluster.intact("MutatingWebhookConfiguration/bondstone") == 1


def test_an_entry_that_should_have_been_left_out_is_told() -> None:
    cluster, name = Cluster(pods_only=True), "MutatingWebhookConfiguration/bondstone"
    cluster.look()
    assert cluster.intact(name) == 0
    assert "webhooks.templates.mutate.bondstone.dev is {" in cluster.events.messages[0]
    mutating = cluster.objects["MutatingWebhookConfiguration"]
    one = mutating.objects["bondstone"]
    shape = shipped_shapes(Called(pods_only=True))[name]
    mutating.put("bondstone", replace(one, shape=shape))
    cluster.look()
    assert (cluster.intact(name), len(cluster.events.messages)) == (1, 1)


@pytest.mark.parametrize(
    ("found", "text"),
    [("", "has no caBundle"), ("%%%", "cannot be read"), (bundle(b"no PEM"), "cannot be read")],
)
def test_authorities_that_cannot_be_meant_are_told(cluster: Cluster, found: str, text: str) -> None:
    one = cluster.ours.objects["bondstone"]
    cluster.ours.put("bondstone", replace(one, bundles={**one.bundles, "x": found}))
    assert cluster.look() == 0
    assert text in cluster.events.messages[0]


def test_a_swapped_authority_is_told_where_it_is_known_which_is_right(tmp_path: Path) -> None:
    ca = tmp_path / "ca.crt"
    cluster = Cluster(ca)
    ca.write_bytes(PEM)
    assert cluster.look() == 1
    ca.write_bytes(OTHER)
    assert cluster.look() == 0
    assert "has another caBundle than ca.crt" in cluster.events.messages[-1]
    ca.unlink()
    assert cluster.look() == 0
    assert "cannot be compared" in cluster.events.messages[-1]


def test_a_kind_that_has_not_been_read_yet_is_not_judged(cluster: Cluster) -> None:
    cluster.ours.synced = False
    assert cluster.look() is None
    assert cluster.intact("MutatingWebhookConfiguration/bondstone") == 1


def test_an_event_that_is_refused_is_tried_again(cluster: Cluster) -> None:
    del cluster.ours.objects["bondstone"]
    cluster.events.refused = True
    cluster.look()
    cluster.events.refused = False
    cluster.look()
    assert len(cluster.events.messages) == 1
