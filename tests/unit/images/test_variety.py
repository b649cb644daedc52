# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods choose registries, repositories, tags and credentials: however many, as much is kept."""

import gc
import sys
from collections.abc import Callable
from contextlib import suppress

import pytest

from images.credential import Credential
from images.errors import ImagesError, ImageUnavailableError, TooManyRequestsError, UnreachableError
from images.exchange import Errand
from images.inspect import Images
from images.registries import ANY, Registries, Registry
from images.registry import Document
from tests.unit.images.builders import document, manifest
from tests.unit.images.test_judge import Table
from trust.reference import parse_reference

FOREVER = 1e12
KEPT = 1024
"""Of each kind, at most."""
PASSWORD = "x" * 1000
SPARE = 100
"""Small objects that come and go, of tens of thousands."""


class Various(Table):
    """Serves another image each time, or fails as it was told."""

    def __init__(self, failure: Callable[[str], ImagesError] | None = None) -> None:
        super().__init__()
        self.failure = failure
        self.served = 0

    def manifest(self, errand: Errand, wanted: str) -> Document:
        """Serve or fail."""
        if self.failure is not None:
            raise self.failure(f"registry {errand.registry.host} does not serve {wanted}")
        self.served += 1
        found = manifest()
        for layer in found["layers"]:
            layer["mediaType"] = f"x/{self.served}"
            del layer["annotations"]
        return document(found)


def ask_for(images: Images, number: int) -> None:
    """Ask as a pod may that nobody has seen before."""
    credential = Credential(username=f"user{number}", password=PASSWORD)
    with suppress(ImageUnavailableError):
        images.inspect(
            parse_reference(f"r{number}.example/shop{number}/api:{number}"),
            deadline=FOREVER,
            credentials=(credential,),
        )


@pytest.mark.parametrize(
    "failure",
    [
        None,
        ImageUnavailableError,
        UnreachableError,
        lambda text: TooManyRequestsError(text, seconds=60),
    ],
    ids=["served", "failed", "unreachable", "too-many-requests"],
)
def test_a_variety_of_pods_is_not_remembered_for_ever(
    failure: Callable[[str], ImagesError] | None,
) -> None:
    images = Images(
        Registries({ANY: Registry(host=ANY)}),
        source=Various(failure),
        cache_size=KEPT,
        failed_seconds=FOREVER,
    )
    blocks = []
    for number in range(2 * KEPT):
        ask_for(images, number)
        if number in (KEPT + KEPT // 4, 2 * KEPT - 1):
            gc.collect()
            blocks.append(sys.getallocatedblocks())
    assert blocks[1] - blocks[0] < SPARE
    assert not any(
        isinstance(each, Credential) and each.password == PASSWORD for each in gc.get_objects()
    )
