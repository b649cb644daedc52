# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A few at a time, whoever they are."""

from contextlib import ExitStack

import pytest

from images.bulkhead import CALLS, Bulkhead
from images.errors import ImageUnavailableError


def test_one_more_than_there_are_places_waits_until_its_deadline() -> None:
    bulkhead = Bulkhead("r.example", clock=lambda: 0.0)
    with ExitStack() as running:
        for _ in range(CALLS):
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
        with pytest.raises(ImageUnavailableError) as caught:
            running.enter_context(bulkhead.place("registry r.example", deadline=0))
    assert str(caught.value) == "registry r.example is slow: 8 other requests wait for it"
    with bulkhead.place("registry r.example", deadline=0):
        pass


def test_a_place_is_given_back_whatever_happens() -> None:
    bulkhead = Bulkhead("r.example", clock=lambda: 0.0)
    for _ in range(CALLS + 1):
        with pytest.raises(KeyError), bulkhead.place("registry r.example", deadline=0):
            raise KeyError
