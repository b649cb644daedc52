# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is asked again, what is remembered, and in whose name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from images.credential import Credential
from images.errors import ImagesError, ImageUnavailableError, RefusedError
from images.exchange import Errand
from images.inspect import Images
from images.registries import Registries, Registry
from images.registry import Document
from tests.unit.images.builders import asset, document
from tests.unit.images.test_judge import Table
from trust.image import ImageEvidence
from trust.policy import EncryptionNeed
from trust.reference import parse_reference
from trust.rules.encryption import encryption

FOREVER = 1e12
GOOD = document(asset("manifest-jwe"))
BY_DIGEST = f"r.example/shop/api@{GOOD.digest}"
ALICE = Credential(username="alice", password="x")  # noqa: S106  of nobody
BOB = Credential(username="bob", password="x")  # noqa: S106  of nobody


@dataclass
class Moody(Table):
    """Fails first, and then serves the good image under any tag; keeps whom it was asked of."""

    failures: list[ImagesError] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Fail as long as there are failures."""
        self.hosts.append(errand.registry.host)
        if self.failures:
            raise self.failures.pop(0)
        return GOOD


def images(source: Moody, *, failed_seconds: float = 0, threads: int = 64) -> Images:
    listed = Registries(
        {
            "r.example": Registry(host="r.example", mirrors=("m.example",)),
            "m.example": Registry(host="m.example"),
            "s.example": Registry(host="s.example"),
        }
    )
    return Images(listed, source=source, failed_seconds=failed_seconds, threads=threads)


def ask(
    asked: Images, text: str = "s.example/shop/api:1", credentials: Sequence[Credential] = ()
) -> ImageEvidence:
    reference = parse_reference(text)
    return asked.inspect(reference, deadline=FOREVER, credentials=credentials)


def test_a_registry_that_is_not_listed_is_not_asked() -> None:
    source = Moody()
    evidence = ask(images(source), "evil.example/x:1")
    assert [finding.code for finding in evidence.findings] == ["registry-not-allowed"]
    assert source.hosts == []


def test_a_digest_is_asked_for_once_and_a_tag_each_time() -> None:
    source = Moody()
    asked = images(source)
    for _ in range(2):
        assert ask(asked).digest == GOOD.digest
        assert ask(asked, f"s.example/shop/api:other@{GOOD.digest}").reference.tag == "other"
    assert len(source.hosts) == 2


def test_what_one_credential_has_seen_is_not_for_another() -> None:
    source = Moody()
    asked, name = images(source), f"s.example/shop/api@{GOOD.digest}"
    ask(asked, name, [ALICE])
    ask(asked, name, [ALICE])
    assert len(source.hosts) == 1
    ask(asked, name, [BOB])
    assert len(source.hosts) == 2
    ask(asked, name)
    assert len(source.hosts) == 3
    ask(asked, name, [BOB])
    assert len(source.hosts) == 3


def test_each_credential_is_tried_and_then_our_own() -> None:
    source = Moody(failures=[RefusedError("no"), RefusedError("no")])
    assert ask(images(source), credentials=[ALICE, BOB]).digest == GOOD.digest
    source = Moody(failures=[RefusedError("registry s.example refuses the credentials (401)")] * 3)
    with pytest.raises(RefusedError) as caught:
        ask(images(source), credentials=[ALICE, BOB])
    assert str(caught.value) == (
        "registry s.example refuses the credentials (401), and 2 of the pod's pull secrets"
    )


def test_a_failure_is_remembered_for_seconds_only() -> None:
    source = Moody(failures=[ImageUnavailableError("away")])
    asked = images(source, failed_seconds=60)
    for _ in range(2):
        with pytest.raises(ImageUnavailableError, match="away"):
            ask(asked)
    assert len(source.hosts) == 1
    source = Moody(failures=[ImageUnavailableError("away")])
    asked = images(source, failed_seconds=0)
    with pytest.raises(ImageUnavailableError, match="away"):
        ask(asked)
    assert ask(asked).digest == GOOD.digest


def test_mirrors_are_asked_first_for_digests_and_passed_over_when_they_fail() -> None:
    source = Moody()
    ask(images(source), BY_DIGEST)
    ask(images(source), "r.example/shop/api:1")
    assert source.hosts == ["m.example", "r.example"]
    source = Moody(failures=[ImageUnavailableError("gone"), ImageUnavailableError("away")])
    with pytest.raises(ImageUnavailableError, match="away; its mirror: gone"):
        ask(images(source), BY_DIGEST)
    assert source.hosts == ["m.example", "r.example"]


def test_another_policy_judges_what_is_remembered_at_once() -> None:
    source = Moody()
    asked, name = images(source), f"s.example/shop/api@{GOOD.digest}"

    def codes(*providers: str) -> list[str]:
        need = EncryptionNeed(key_providers=frozenset(providers))
        return [finding.code for finding in encryption(ask(asked, name), need)]

    assert codes("jwe") == []
    assert codes("pkcs7") == ["key-provider-not-allowed"]
    assert codes("jwe", "pkcs7") == []
    assert len(source.hosts) == 1
