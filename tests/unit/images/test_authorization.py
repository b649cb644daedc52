# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a host that a registry redirects to is shown."""

import math

from images.access import Access
from images.authorization import anonymous
from images.registries import Registry


def test_nothing_is_shown_to_a_stranger_whatever_it_asks() -> None:
    access = Access(registry=Registry(host="r.example"), repository="shop/api")
    nobody = anonymous(access)
    assert nobody.headers(access, deadline=math.inf) == {}
    assert nobody.challenged(access, ['Basic realm="r"'], deadline=math.inf) is None
