# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each registry has its guard, and whoever pods may name shares one bulkhead."""

import math
from contextlib import ExitStack

import pytest

from images.bulkhead import CALLS
from images.errors import ImageUnavailableError
from images.guards import Guards
from images.registries import Registry


def stranger(number: int) -> Registry:
    return Registry(host=f"r{number}.example", listed=False)


def test_each_registry_has_its_own_guard_and_listed_ones_are_never_forgotten() -> None:
    guards = Guards()
    with guards.of(Registry(host="r.example")) as first:
        pass
    for number in range(100):
        with guards.of(Registry(host=f"r{number}.example")) as other:
            assert other is not first
            assert other.pool is not first.pool
        with guards.of(stranger(number)):
            pass
    with guards.of(Registry(host="r.example")) as again:
        assert again is first


def test_strangers_share_a_bulkhead_and_the_least_used_one_is_forgotten() -> None:
    guards = Guards()
    with guards.of(stranger(0)) as first:
        pass
    for number in range(1, 64):
        with guards.of(stranger(number)) as other:
            assert other.pool is first.pool
    with guards.of(stranger(0)) as again:
        assert again is first
    with guards.of(stranger(64)), guards.of(stranger(0)) as again:
        assert again is first
    for number in range(65, 130):
        with guards.of(stranger(number)):
            pass
    with guards.of(stranger(0)) as again:
        assert again is not first


def test_a_guard_in_use_is_not_forgotten() -> None:
    guards = Guards()
    with guards.of(stranger(0)) as first:
        for number in range(1, 200):
            with guards.of(stranger(number)):
                pass
        with guards.of(stranger(0)) as again:
            assert again is first


def test_many_slow_strangers_have_no_more_threads_than_one() -> None:
    guards = Guards()
    with ExitStack() as running:
        for number in range(CALLS):
            guard = running.enter_context(guards.of(stranger(number)))
            running.enter_context(guard.call(deadline=math.inf))
        other = running.enter_context(guards.of(stranger(CALLS)))
        with pytest.raises(ImageUnavailableError, match=r"r8\.example is slow"):
            running.enter_context(other.call(deadline=0))
        listed = running.enter_context(guards.of(Registry(host="r.example")))
        running.enter_context(listed.call(deadline=0))
