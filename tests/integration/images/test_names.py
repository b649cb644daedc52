# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names: resolved once for each connection, checked, and connected to as checked."""

import ssl
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import trustme

from images.errors import ImageUnavailableError
from images.registries import ANY, Registry
from tests.integration.images.shop import LAYER, Shop, codes, shop_with
from tests.simulators.answers import Answer
from tests.simulators.registry import RegistrySimulator, registry_simulator

NAME = "shop.example"


class Names:
    """Says where names are, one answer after the other, the last one for ever."""

    def __init__(self, *answers: tuple[str, ...]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    def __call__(self, host: str) -> tuple[str, ...]:
        """Answer."""
        self.asked.append(host)
        return self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]


@pytest.fixture
def named(ca: trustme.CA) -> Iterator[RegistrySimulator]:
    """Serve as a name and not as an address."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(NAME).configure_cert(context)
    with registry_simulator(context) as started:
        started.host = f"{NAME}:{started.server_port}"
        yield started


Ask = Callable[..., Shop]


@pytest.fixture
def ask(named: RegistrySimulator, ca_file: Path) -> Ask:
    """Return a shop for a way to look names up."""

    def make(look_up: Callable[[str], tuple[str, ...]]) -> Shop:
        entry = Registry(host=named.host, ca_file=ca_file)
        return shop_with(named, entry, look_up=look_up)

    return make


def test_the_certificate_is_that_of_the_name_and_the_connection_goes_to_its_address(
    ask: Ask,
) -> None:
    names = Names(("127.0.0.1",))
    assert codes(ask(names).inspect()) == []
    assert set(names.asked) == {NAME}


def test_an_address_that_does_not_answer_is_passed_over(ask: Ask) -> None:
    assert codes(ask(Names(("127.0.0.2", "127.0.0.1"))).inspect()) == []


def test_a_name_that_resolves_inward_is_not_asked_unless_it_is_listed(
    named: RegistrySimulator,
) -> None:
    shop = shop_with(named, Registry(host=ANY), look_up=Names(("127.0.0.1",)))
    with pytest.raises(ImageUnavailableError) as caught:
        shop.inspect()
    assert str(caught.value) == (
        f"{named.host} is not a public address: list it in the registries file if it is yours"
    )
    assert named.asked == []


@pytest.mark.parametrize("addresses", [("8.8.8.8", "127.0.0.1"), ("127.0.0.1", "8.8.8.8")])
def test_one_address_inside_among_public_ones_is_enough(
    named: RegistrySimulator, addresses: tuple[str, ...]
) -> None:
    shop = shop_with(named, Registry(host=ANY), look_up=Names(addresses))
    with pytest.raises(ImageUnavailableError, match="not a public address"):
        shop.inspect()
    assert named.asked == []


def test_a_name_that_was_public_a_moment_ago_is_checked_where_it_is_connected_to(
    shop: Shop, named: RegistrySimulator, ca_file: Path
) -> None:
    names = Names(("127.0.0.1",), ("8.8.8.8",))
    entry = Registry(host=shop.registry.host, ca_file=ca_file)
    again = shop_with(shop.registry, entry, look_up=names)
    moved = Answer(status=307, headers={"Location": f"https://{named.host}/blob"})
    again.registry.lie(LAYER, moved)
    with pytest.raises(ImageUnavailableError, match="redirects a blob to an address inside"):
        again.inspect()
    assert names.asked == [NAME]  # no second answer was asked for, to connect to another address
    assert named.asked == []


def test_a_name_that_is_never_resolved_costs_no_more_than_the_deadline(ask: Ask) -> None:
    end = threading.Event()

    def hang(host: str) -> tuple[str, ...]:
        end.wait(20)
        return (host,)

    shop = ask(hang)
    try:
        with pytest.raises(ImageUnavailableError, match=shop.registry.host):
            shop.inspect(seconds=0.3)
        assert not end.is_set()
    finally:
        end.set()
