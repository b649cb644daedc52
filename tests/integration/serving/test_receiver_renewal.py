# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files of the small server are exchanged while messages come, and none is lost."""

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import trustme
import urllib3

from tests.integration.mounted import pair
from tests.integration.serving.receiving import HOST
from tests.integration.serving.renewing import Hub, hub_running, verifier

FAILURES = "bondstone_tls_reload_failures_total"
_SENDING = 4
_RENEWALS = 20


@pytest.fixture
def old() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def new() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def hub(tmp_path: Path, old: trustme.CA) -> Iterator[Hub]:
    with hub_running(tmp_path, old) as started:
        yield started


def test_no_message_of_many_is_lost_while_certificate_and_authority_are_exchanged(
    hub: Hub, old: trustme.CA, new: trustme.CA
) -> None:
    """In the order of our issuer: both are believed, all show the new one, it alone is believed."""
    callers, stopped = [verifier(old, old, new)], threading.Event()
    sent = [0] * _SENDING

    def send(index: int) -> None:
        while not stopped.is_set():
            assert hub.post(callers[-1]) == 202
            sent[index] += 1

    with ThreadPoolExecutor(_SENDING) as pool:
        sending = [pool.submit(send, index) for index in range(_SENDING)]

        def two_come_of_each() -> None:
            wanted = [each + 2 for each in sent]
            while any(each < least for each, least in zip(sent, wanted, strict=True)):
                stopped.wait(0.001)
                assert not any(each.done() for each in sending)

        try:
            for number in range(_RENEWALS):
                hub.renew(new if number > _RENEWALS / 2 else old, old, new)
                two_come_of_each()
            callers.append(verifier(new, old, new))
            two_come_of_each()  # nobody shows the old one any more
            hub.renew(new, new)
            two_come_of_each()
        finally:
            stopped.set()
        assert [each.result() for each in sending] == [None] * _SENDING
    assert len(hub.taken) == sum(sent)
    assert hub.metrics.get_sample_value(FAILURES) == 0
    with pytest.raises(urllib3.exceptions.HTTPError):
        hub.post(verifier(old, old, new))


def test_the_next_connection_is_shown_what_was_mounted_last(hub: Hub, old: trustme.CA) -> None:
    caller = verifier(old, old)
    before = hub.shown(caller)
    hub.renew(old, old)
    after = hub.shown(caller)
    assert after != before
    assert hub.shown(caller) == after


def test_a_broken_renewal_is_counted_and_messages_still_come(hub: Hub, old: trustme.CA) -> None:
    caller = verifier(old, old)
    before = hub.shown(caller)
    hub.mounted.exchange({**pair(old.issue_cert(HOST), old), "tls.key": b"no key"})
    assert hub.post(caller) == 202
    assert hub.shown(caller) == before
    assert hub.metrics.get_sample_value(FAILURES) == 1


def test_files_that_are_exchanged_while_they_are_read_are_read_once_more(
    hub: Hub, old: trustme.CA
) -> None:
    caller, authorities = verifier(old, old), hub.mounted.folder / "ca.crt"
    slow, whole = authorities.with_name("slow"), authorities.with_name("whole")
    whole.write_bytes(old.cert_pem.bytes())
    os.mkfifo(slow)
    slow.rename(authorities)

    def exchange() -> None:
        with authorities.open("wb"):  # from here on somebody reads it, and finds nothing
            whole.rename(authorities)

    thread = threading.Thread(target=exchange, daemon=True)
    thread.start()
    assert hub.post(caller) == 202
    thread.join(timeout=10)
    assert hub.metrics.get_sample_value(FAILURES) == 0
