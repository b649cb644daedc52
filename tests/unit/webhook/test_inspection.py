# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Images asked for: which, how often, and what becomes of no answer."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from images.credential import Credential
from images.errors import ImageUnavailableError
from tests.unit.trust.builders import DIGEST, IMAGE, LAYER, evidence
from trust.image import ImageEvidence
from trust.pod import Pod, PodImage
from trust.policy import EncryptionNeed
from trust.reference import Reference
from trust.verdict import Finding, Outcome
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials

POD = Pod(namespace="payments", name="p")
NEED = EncryptionNeed(key_providers=frozenset({"jwe"}))
OTHER = "registry.example/shop/other:1"


class Registries:
    """Answers with evidence, or as a test says; takes deadlines down."""

    def __init__(self) -> None:
        self.problems: dict[str, Exception] = {}
        self.asked: list[tuple[str, float]] = []
        self.meeting: threading.Barrier | None = None

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Answer; where a test wants it, only when all have been asked."""
        self.asked.append((str(reference), deadline))
        if self.meeting is not None:
            self.meeting.wait(timeout=10)
        problem = self.problems.get(str(reference))
        if problem is not None:
            raise problem
        return evidence(LAYER, image=str(reference))


@pytest.fixture
def registries() -> Registries:
    return Registries()


@pytest.fixture
def inspection(registries: Registries) -> Iterator[Inspection]:
    with ThreadPoolExecutor(4) as executor, ThreadPoolExecutor(2) as aside:
        yield Inspection(registries, executor, OwnCredentials(), aside=aside)


def image(text: str, number: int = 0) -> PodImage:
    return PodImage(owner=f'container "{number}"', image=text, path=f"/spec/containers/{number}")


def test_no_image_and_no_need_ask_nobody(inspection: Inspection, registries: Registries) -> None:
    assert inspection.answers(POD, [], NEED, deadline=1) == {}
    assert inspection.answers(POD, [image(IMAGE)], None, deadline=1) == {}
    assert registries.asked == []


def test_an_image_that_stands_twice_is_asked_for_once_in_full(
    inspection: Inspection, registries: Registries
) -> None:
    answers = inspection.answers(POD, [image("nginx"), image("nginx", 1)], NEED, deadline=7)
    assert registries.asked == [("docker.io/library/nginx:latest", 7)]
    assert answers == {"nginx": evidence(LAYER, image="docker.io/library/nginx:latest")}


def test_an_exempt_image_is_not_asked_for(inspection: Inspection, registries: Registries) -> None:
    need = EncryptionNeed(
        key_providers=frozenset({"jwe"}), exempt=frozenset({f"registry.example/shop/api@{DIGEST}"})
    )
    answers = inspection.answers(
        POD, [image(f"{IMAGE}@{DIGEST}"), image(IMAGE, 1)], need, deadline=1
    )
    assert answers.keys() == {IMAGE}
    assert [reference for reference, _ in registries.asked] == [IMAGE]


def test_what_is_no_reference_is_denied_and_not_asked_for(
    inspection: Inspection, registries: Registries
) -> None:
    for text in ("", "a b", f"{IMAGE}@sha256:1"):
        answer = inspection.answers(POD, [image(text)], NEED, deadline=1)[text]
        assert isinstance(answer, Finding)
        assert (answer.code, answer.outcome) == ("image-reference", Outcome.DENY)
    assert registries.asked == []


def test_no_answer_is_unknown_and_leaves_the_others_alone(
    inspection: Inspection, registries: Registries
) -> None:
    registries.problems[OTHER] = ImageUnavailableError("registry is away")
    answers = inspection.answers(POD, [image(IMAGE), image(OTHER, 1)], NEED, deadline=1)
    assert isinstance(answers[IMAGE], ImageEvidence)
    lost = answers[OTHER]
    assert isinstance(lost, Finding)
    assert (lost.code, lost.outcome) == ("image-unavailable", Outcome.UNKNOWN)
    assert "registry is away" in lost.detail
    alone = inspection.answers(POD, [image(OTHER)], NEED, deadline=1)
    assert alone == {OTHER: lost}


def test_several_images_are_asked_for_side_by_side_with_one_deadline(
    inspection: Inspection, registries: Registries
) -> None:
    registries.meeting = threading.Barrier(3)
    texts = [f"registry.example/shop/{name}:1" for name in "abc"]
    answers = inspection.answers(POD, [image(text) for text in texts], NEED, deadline=3)
    assert answers.keys() == set(texts)
    assert sorted(registries.asked) == [(text, 3) for text in texts]


@pytest.mark.parametrize("texts", [[IMAGE], [IMAGE, OTHER]], ids=["one", "two"])
def test_a_mistake_of_ours_is_not_taken_for_an_answer(
    inspection: Inspection, registries: Registries, texts: list[str]
) -> None:
    registries.problems[IMAGE] = RuntimeError("a bug")
    with pytest.raises(RuntimeError):
        inspection.answers(POD, [image(text) for text in texts], NEED, deadline=1)


def test_in_passing_nobody_waits_for_an_answer_that_does_not_come(
    inspection: Inspection, registries: Registries
) -> None:
    registries.meeting = threading.Barrier(2)
    answers = inspection.answers_in_passing(POD, [image(IMAGE)], NEED, deadline=1e9, until=0)
    late = answers[IMAGE]
    assert isinstance(late, Finding)
    assert (late.code, late.outcome) == ("image-unavailable", Outcome.UNKNOWN)
    registries.meeting.wait(timeout=10)  # the question went on, and with the whole deadline
    assert registries.asked == [(IMAGE, 1e9)]


def test_in_passing_what_comes_in_time_is_the_same_answer(
    inspection: Inspection, registries: Registries
) -> None:
    registries.problems[OTHER] = ImageUnavailableError("registry is away")
    images = [image(IMAGE), image(OTHER, 1), image("a b", 2)]
    answers = inspection.answers_in_passing(POD, images, NEED, deadline=1e9, until=1e9)
    assert answers == inspection.answers(POD, images, NEED, deadline=1e9)
    assert inspection.answers_in_passing(POD, [], NEED, deadline=1, until=1) == {}
