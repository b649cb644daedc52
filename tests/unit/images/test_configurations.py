# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Warnings that come after the evidence: waited for a moment, and each learnt once."""

import json
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from math import inf

from images.cache import EvidenceCache
from images.configurations import Configurations, Inspected
from images.exchange import Errand
from images.inspect import Images
from images.registries import Registries, Registry
from tests.unit.images.builders import asset, document, manifest
from tests.unit.images.test_judge import Table, errand  # noqa: F401  a fixture
from trust.image import ImageEvidence, ManifestEvidence
from trust.reference import parse_reference

CONFIG: str = manifest("manifest-jwe")["config"]["digest"]
SECRET = json.dumps({"config": {"Env": ["DB_PASSWORD=hush", "PATH=/bin"]}}).encode()
DIGEST = "sha256:" + "a" * 64
EVIDENCE = ImageEvidence(
    reference=parse_reference(f"r.example/shop/api@{DIGEST}"),
    digest=DIGEST,
    manifests=(ManifestEvidence(platform="", digest=DIGEST, layers=()),) * 2,
)


@dataclass
class Late(Table):
    """Gives configurations once it is allowed."""

    allowed: threading.Event = field(default_factory=threading.Event)

    def config(self, errand: Errand, digest: str) -> bytes:  # noqa: F811
        """Wait."""
        assert self.allowed.wait(10)
        return super().config(errand, digest)


def names(evidence: ImageEvidence) -> list[tuple[str, ...]]:
    return [each.plain_secrets for each in evidence.manifests]


def test_names_of_secrets_are_told_and_one_configuration_is_fetched_once(
    errand: Errand,  # noqa: F811
) -> None:
    table = Table(blobs={CONFIG: SECRET})
    inspected = Configurations(table).look_into(errand, EVIDENCE, [CONFIG, CONFIG])
    assert names(inspected.told(inf)) == [("DB_PASSWORD",)] * 2
    assert names(inspected.evidence) == [(), ()]
    assert table.asked == [CONFIG]


def test_a_configuration_that_cannot_be_had_costs_the_warning_alone(
    errand: Errand,  # noqa: F811
) -> None:
    inspected = Configurations(Table()).look_into(errand, EVIDENCE, [CONFIG, None])
    assert inspected.told(inf) == EVIDENCE


def test_what_is_not_there_in_time_is_not_told_yet() -> None:
    never, known = Future[tuple[str, ...]](), Future[tuple[str, ...]]()
    known.set_result(("TOKEN",))
    inspected = Inspected(EVIDENCE, (never, known))
    assert names(inspected.told(0)) == [(), ("TOKEN",)]
    assert not inspected.complete
    never.set_result(("LATE",))
    assert names(inspected.told(0)) == [("LATE",), ("TOKEN",)]
    assert inspected.complete


def test_what_was_learnt_is_kept_without_what_learnt_it() -> None:
    cache, under_way = EvidenceCache(1), Future[tuple[str, ...]]()
    cache.put(Inspected(EVIDENCE, (under_way, None)), None)
    first = cache.get(EVIDENCE.reference, None)
    assert first is not None
    assert first.names == (under_way, None)
    under_way.set_result(("TOKEN",))
    second = cache.get(EVIDENCE.reference, None)
    assert second is not None
    assert second.names == ()
    assert names(second.evidence) == [("TOKEN",), ()]


def test_who_warns_waits_for_what_who_changes_the_pod_did_not_wait_for() -> None:
    table = Late(blobs={CONFIG: SECRET})
    good = document(asset("manifest-jwe"))
    table.manifests = {good.digest: good, "1": replace(good)}
    asked = Images(Registries({"r.example": Registry(host="r.example")}), source=table)
    first = asked.inspect(parse_reference("r.example/shop/api:1"), deadline=inf, warned=False)
    assert names(first) == [()]
    table.allowed.set()
    pinned = parse_reference(f"r.example/shop/api@{good.digest}")
    assert names(asked.inspect(pinned, deadline=inf)) == [("DB_PASSWORD",)]
    assert table.asked.count(CONFIG) == 1
