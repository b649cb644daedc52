# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that is slow, down or shaky: bounded time, and one more attempt where it helps.

What is late here is true and complete in the end, so that waiting for it would be a success.
"""

from dataclasses import replace

import pytest

from images.credential import Credential
from images.errors import ImageUnavailableError
from tests.integration.images.shop import LAYER, MANIFEST, Shop, codes
from tests.simulators.answers import Answer, Manner


@pytest.mark.parametrize("path", [MANIFEST, LAYER])
@pytest.mark.parametrize("manner", [Manner.LATE, Manner.DRIPPING_BODY, Manner.DRIPPING_HEAD])
def test_an_answer_after_the_deadline_is_none(shop: Shop, path: str, manner: Manner) -> None:
    late = replace(shop.registry.truth(path), manner=manner)
    shop.registry.lie(path, late, late)
    with pytest.raises(ImageUnavailableError, match=shop.registry.host):
        shop.inspect(seconds=0.7)
    assert path not in shop.registry.answered


def test_an_answer_that_is_late_is_not_asked_for_again(shop: Shop) -> None:
    late = replace(shop.registry.truth(MANIFEST), manner=Manner.LATE)
    shop.registry.lie(MANIFEST, late)
    with pytest.raises(ImageUnavailableError, match="timed out"):
        shop.inspect(seconds=5)
    assert shop.paths() == [MANIFEST]


@pytest.mark.parametrize("status", [502, 503, 504])
@pytest.mark.parametrize("path", [MANIFEST, LAYER])
def test_a_gateway_that_fails_once_is_asked_again(shop: Shop, path: str, status: int) -> None:
    shop.registry.lie(path, Answer(status=status))
    assert codes(shop.inspect()) == []
    assert shop.paths().count(path) == 2


def test_a_gateway_that_fails_twice_is_named_with_its_status(shop: Shop) -> None:
    shop.registry.lie(MANIFEST, Answer(status=503), Answer(status=503), Answer(status=503))
    with pytest.raises(ImageUnavailableError, match="answers 503") as caught:
        shop.inspect()
    assert shop.registry.host in str(caught.value)
    assert shop.paths() == [MANIFEST, MANIFEST]


@pytest.mark.parametrize("status", [400, 404, 418, 429, 500])
def test_other_failures_are_not_tried_again(shop: Shop, status: int) -> None:
    shop.registry.lie(MANIFEST, Answer(status=status))
    with pytest.raises(ImageUnavailableError, match=str(status)):
        shop.inspect()
    assert shop.paths() == [MANIFEST]


def test_a_connection_that_was_hung_up_is_made_again(shop: Shop) -> None:
    shop.registry.lie(MANIFEST, Answer(manner=Manner.HUNG_UP))
    assert codes(shop.inspect()) == []


def test_a_deadline_that_has_passed_asks_nobody(shop: Shop) -> None:
    with pytest.raises(ImageUnavailableError, match="no time was left"):
        shop.inspect(seconds=-1)
    assert shop.paths() == []


def test_a_registry_that_is_down_is_named(shop: Shop) -> None:
    shop.registry.server_close()
    with pytest.raises(ImageUnavailableError, match="cannot be reached") as caught:
        shop.inspect()
    assert shop.registry.host in str(caught.value)


def test_a_registry_that_is_asked_too_often_is_left_alone_for_as_long_as_it_asks(
    shop: Shop,
) -> None:
    busy = Answer(status=429, headers={"Retry-After": "30"})
    shop.registry.lie(MANIFEST, busy)
    for _ in range(3):
        with pytest.raises(ImageUnavailableError, match="answers 429") as caught:
            shop.inspect()
    assert shop.registry.host in str(caught.value)
    assert "it is asked again in" in str(caught.value)
    assert shop.paths() == [MANIFEST]
    stranger = Credential(username="bob", password="hush")  # noqa: S106  of a simulator
    assert codes(shop.inspect(credentials=[stranger])) == []


def test_a_short_wait_that_is_asked_for_is_waited_for(shop: Shop) -> None:
    shop.registry.lie(MANIFEST, Answer(status=429, headers={"Retry-After": "1"}))
    assert codes(shop.inspect()) == []
    assert shop.paths().count(MANIFEST) == 2
