# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our configurations put back: what is written, when, and what is left to others."""

from base64 import b64encode
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme
from prometheus_client import CollectorRegistry

from cluster.configurations import Configuration
from cluster.errors import ClusterError
from hub.configuration_restorer import ConfigurationRestorer
from hub.configuration_watch import Called, shipped_shapes
from hub.right_bundles import RightBundles
from tests.simulators.cluster import SimulatedWriter
from tests.unit.hub.builders import Events
from tests.unit.trust.builders import NOON

KEY = "ValidatingWebhookConfiguration/bondstone"
PATH = "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations/bondstone"
SHAPE = shipped_shapes(Called())[KEY]
ENTRIES = SHAPE["webhooks"]
assert isinstance(ENTRIES, dict)
CA = b64encode(trustme.CA().cert_pem.bytes()).decode()
GOOD = Configuration(
    uid="u",
    shape=SHAPE,
    bundles=dict.fromkeys(ENTRIES, CA),
    version="7",
    metadata={"annotations": {"cert-manager.io/inject-ca-from": "bondstone-system/x"}},
)
WEAK = replace(GOOD, shape={"webhooks": {}}, version="8")


class Restoring:
    """A restorer, its neighbours, and a clock."""

    def __init__(self) -> None:
        self.now = NOON
        self.writer, self.events, self.metrics = SimulatedWriter(), Events(), CollectorRegistry()
        self.restorer = ConfigurationRestorer(
            self.writer,
            right=RightBundles(None, now=lambda: self.now),
            record=self.events,
            now=lambda: self.now,
            metrics=self.metrics,
        )

    def look(self, found: Configuration | None) -> None:
        """Look at the validating configuration."""
        self.restorer.look(KEY, SHAPE, found, intact=found == GOOD)

    @property
    def count(self) -> float | None:
        """What the metric says."""
        name = "bondstone_webhook_configuration_restorations_total"
        return self.metrics.get_sample_value(name, {"configuration": KEY})


@pytest.fixture
def restoring() -> Restoring:
    return Restoring()


def test_what_is_intact_is_left_alone(restoring: Restoring) -> None:
    restoring.look(GOOD)
    assert (restoring.writer.applied, restoring.writer.patched) == ([], [])
    assert restoring.count is None


def test_what_is_gone_is_applied_with_what_it_had(restoring: Restoring) -> None:
    restoring.look(GOOD)
    restoring.look(None)
    ((path, document),) = restoring.writer.applied
    assert path == PATH
    assert document["metadata"] == {"name": "bondstone", **GOOD.metadata}
    assert isinstance(document["webhooks"], list)
    assert {entry["clientConfig"]["caBundle"] for entry in document["webhooks"]} == {CA}
    assert restoring.events.reasons == ["ConfigurationRestored"]
    assert restoring.count == 1


def test_what_was_never_seen_whole_is_applied_without_a_bundle(restoring: Restoring) -> None:
    restoring.look(None)
    ((_, document),) = restoring.writer.applied
    assert document["metadata"] == {"name": "bondstone"}
    assert "caBundle" not in str(document)


def test_what_was_changed_is_patched_under_the_version_that_was_seen(restoring: Restoring) -> None:
    restoring.look(WEAK)
    ((path, patch),) = restoring.writer.patched
    assert (path, patch["metadata"]) == (PATH, {"resourceVersion": "8"})
    assert isinstance(patch["webhooks"], list)
    assert {entry["name"] for entry in patch["webhooks"]} == GOOD.bundles.keys()


def test_an_empty_bundle_that_nobody_knows_is_left_to_whoever_injects_it(
    restoring: Restoring,
) -> None:
    empty = replace(GOOD, bundles=dict.fromkeys(GOOD.bundles, ""))
    restoring.look(empty)
    assert restoring.writer.patched == []
    restoring.look(GOOD)
    restoring.look(empty)
    assert len(restoring.writer.patched) == 1


def test_whoever_keeps_writing_something_else_is_answered_ever_more_rarely(
    restoring: Restoring,
) -> None:
    for second in range(600):
        restoring.now = NOON + timedelta(seconds=second)
        restoring.look(replace(WEAK, version=str(second)))
    versions = [patch["metadata"]["resourceVersion"] for _, patch in restoring.writer.patched]  # type: ignore[index]
    assert versions == ["0", "1", "3", "7", "15", "31", "63", "127", "255", "511"]
    restoring.now += timedelta(seconds=601)
    for _ in range(2):
        restoring.look(WEAK)
        restoring.now += timedelta(seconds=1)
    assert len(restoring.writer.patched) == 12, "after a quiet time it begins anew"


def test_a_write_that_is_refused_is_no_restoration_and_is_tried_again(restoring: Restoring) -> None:
    restoring.writer.refused = "bondstone"
    with pytest.raises(ClusterError):
        restoring.look(WEAK)
    assert (restoring.count, restoring.events.reasons) == (None, [])
    restoring.writer.refused = ""
    restoring.now += timedelta(seconds=1)
    restoring.look(WEAK)
    assert restoring.count == 1
