# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a host that a registry redirects to is shown."""

import math

from images.access import Access
from images.authorization import Desk, anonymous
from images.client import Client
from images.registries import Registry
from images.tokens import Tokens


def test_nothing_is_shown_to_a_stranger_whatever_it_asks() -> None:
    access = Access(registry=Registry(host="r.example"), repository="shop/api")
    nobody = anonymous(access)
    assert nobody.headers(access, deadline=math.inf) == {}
    assert nobody.challenged(access, ['Basic realm="r"'], deadline=math.inf) is None


def test_a_registry_that_asked_for_a_password_is_shown_it_until_too_many_did() -> None:
    desk = Desk(Tokens(Client()))
    assert not desk.asks_basic("r0.example")
    for number in range(1024):
        desk.remember_basic(f"r{number}.example")
    desk.remember_basic("r1023.example")
    assert desk.asks_basic("r0.example")
    desk.remember_basic("r1024.example")
    assert not desk.asks_basic("r0.example")
    assert desk.asks_basic("r1.example")
