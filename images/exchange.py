# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One request in somebody's name: sent, and sent once more with what a 401 asks for."""

from collections.abc import Iterator, Mapping
from concurrent.futures import Executor
from contextlib import contextmanager
from dataclasses import dataclass

import urllib3

from images.access import Access
from images.authorization import Authorize
from images.client import Client
from images.registries import Registry
from trust.reference import Reference

_UNAUTHORIZED = 401


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Of what image to learn, from whom, in whose name, until when, and in which threads.

    Attributes:
        reference: The image.
        registry: Who is asked.
        authorize: Chooses how to show who asks.
        deadline: Instant of ``time.monotonic``.
        pool: For what is asked side by side.
    """

    reference: Reference
    registry: Registry
    authorize: Authorize
    deadline: float
    pool: Executor


@contextmanager
def open_url(
    client: Client,
    url: str,
    *,
    access: Access,
    authorize: Authorize,
    headers: Mapping[str, str],
    deadline: float,
) -> Iterator[urllib3.BaseHTTPResponse]:
    """Send a GET and give the response, its body unread.

    Args:
        client: Sends it.
        url: On the host that ``access`` speaks of, or that its credentials may go to.
        access: What is asked for; its registry says whose certificates are trusted.
        authorize: Chooses how to show who asks.
        headers: Beside those that show who asks.
        deadline: Instant of ``time.monotonic``.

    Raises:
        ImageUnavailableError: Nothing was answered in time, or the credentials cannot be had.
    """
    authorization, registry = authorize(access), access.registry
    shown = authorization.headers(access, deadline=deadline)
    with client.send(
        url, headers={**headers, **shown}, registry=registry, deadline=deadline
    ) as response:
        more = None
        if response.status == _UNAUTHORIZED:
            lines = response.headers.getlist("WWW-Authenticate")
            more = authorization.challenged(access, lines, deadline=deadline)
        if more is None or more == shown:
            yield response
            return
    with client.send(
        url, headers={**headers, **more}, registry=registry, deadline=deadline
    ) as response:
        yield response
