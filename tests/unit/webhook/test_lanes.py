# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A few lanes for each registry, every image in one of them, and no more under way than lanes."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from images.credential import Credential
from tests.unit.trust.builders import LAYER, evidence
from trust.image import ImageEvidence
from trust.pod import Pod, PodImage
from trust.policy import EncryptionNeed
from trust.reference import Reference, parse_reference
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials
from webhook.lanes import SIDE_BY_SIDE, lanes

NEED = EncryptionNeed(key_providers=frozenset({"jwe"}))


class Counting:
    """Answers when as many ask as may, and keeps how many asked at a time."""

    def __init__(self) -> None:
        self.meeting = threading.Barrier(SIDE_BY_SIDE)
        self.lock = threading.Lock()
        self.now = self.most = 0

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Answer."""
        with self.lock:
            self.now += 1
            self.most = max(self.most, self.now)
        self.meeting.wait(timeout=10)
        with self.lock:
            self.now -= 1
        return evidence(LAYER, image=str(reference))


def test_each_registry_has_a_few_lanes_and_no_image_is_left_out() -> None:
    texts = [f"a.example/x:{number}" for number in range(SIDE_BY_SIDE * 3 + 1)]
    texts += ["b.example/x:1", "b.example/x:2"]
    found = [list(lane) for lane in lanes({text: parse_reference(text) for text in texts})]
    assert sorted(chain.from_iterable(found)) == sorted(texts)
    assert len([lane for lane in found if lane[0].startswith("a.")]) == SIDE_BY_SIDE
    assert len([lane for lane in found if lane[0].startswith("b.")]) == 2


def test_a_pod_of_many_images_has_few_of_its_registry_under_way() -> None:
    source = Counting()
    texts = [f"registry.example/shop/{number}:1" for number in range(SIDE_BY_SIDE * 8)]
    images = [PodImage(owner="c", image=text, path="/spec") for text in texts]
    pod = Pod(namespace="payments", name="p")
    with ThreadPoolExecutor(len(texts)) as executor:
        inspection = Inspection(source, executor, OwnCredentials(), aside=executor)
        answers = inspection.answers(pod, images, NEED, deadline=3)
    assert answers.keys() == set(texts)
    assert source.most == SIDE_BY_SIDE
