# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Parts of an image asked for early: sent all together, and read one after the other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, Protocol, TypeVar

from images.ahead import Ahead
from images.blob import HEAD_RANGE
from images.client import Client
from images.descriptor import Descriptor
from images.exchange import Errand
from images.media_types import ACCEPTED
from images.registry import Document, RegistryApi
from images.urls import access_of, url_of

T = TypeVar("T")
_GOOD = (200, 206)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent(Generic[T]):
    """A question that was sent.

    Attributes:
        plain: Waits for the head of its answer, and tells whether reading on is all that is left.
        result: Waits for the answer; raises ImageUnavailableError where there is none.
        cancel: Lets go of it.
    """

    plain: Callable[[], bool]
    result: Callable[[], T]
    cancel: Callable[[], None]


class Sender(Protocol):
    """Asks early, as far as it can; None is what has to be asked for otherwise."""

    def prepare(self, errand: Errand, count: int) -> None:
        """Make ready for so many questions, without waiting."""
        ...

    def manifests(self, errand: Errand, digests: Sequence[str]) -> Sequence[Sent[Document] | None]:
        """Ask for manifests."""
        ...

    def heads(self, errand: Errand, layers: Sequence[Descriptor]) -> Sequence[Sent[bytes] | None]:
        """Ask for the heads of layers."""
        ...


class Patiently:
    """Asks for nothing early: for sources that are near."""

    def prepare(self, errand: Errand, count: int) -> None:
        """Do nothing."""

    def manifests(self, errand: Errand, digests: Sequence[str]) -> Sequence[Sent[Document] | None]:
        """Send nothing."""
        del errand
        return [None] * len(digests)

    def heads(self, errand: Errand, layers: Sequence[Descriptor]) -> Sequence[Sent[bytes] | None]:
        """Send nothing."""
        del errand
        return [None] * len(layers)


class EarlyApi:
    """Asks registries early, on open connections, in the name that an errand shows at once.

    Args:
        api: Reads the answers.
        client: Sends the requests.
    """

    def __init__(self, api: RegistryApi, client: Client) -> None:
        self._api = api
        self._early = client.early

    def prepare(self, errand: Errand, count: int) -> None:
        """Open connections for so many questions."""
        self._early.open(
            url_of(access_of(errand), ""),
            count,
            registry=errand.registry,
            executor=errand.pool,
            deadline=errand.deadline,
        )

    def manifests(self, errand: Errand, digests: Sequence[str]) -> Sequence[Sent[Document] | None]:
        """Send what finds an open connection."""
        paths = [f"manifests/{digest}" for digest in digests]
        sent = self._send(errand, paths, {"Accept": ACCEPTED})
        reads = [partial(self._api.manifest, errand, digest) for digest in digests]
        return [self._sent(errand, *pair) for pair in zip(sent, reads, strict=True)]

    def heads(self, errand: Errand, layers: Sequence[Descriptor]) -> Sequence[Sent[bytes] | None]:
        """Send what finds an open connection."""
        sent = self._send(errand, [f"blobs/{layer.digest}" for layer in layers], HEAD_RANGE)
        reads = [
            partial(self._api.blob_head, errand, each.digest, size=each.size) for each in layers
        ]
        return [self._sent(errand, *pair) for pair in zip(sent, reads, strict=True)]

    def _send(
        self, errand: Errand, paths: Sequence[str], headers: Mapping[str, str]
    ) -> Sequence[Ahead | None]:
        access = access_of(errand)
        shown = errand.authorize(access).headers(access, deadline=errand.deadline)
        urls = [url_of(access, path) for path in paths]
        return self._early.send(urls, headers={**headers, **shown}, registry=errand.registry)

    def _sent(self, errand: Errand, ahead: Ahead | None, read: Callable[..., T]) -> Sent[T] | None:
        if ahead is None:
            return None

        def plain() -> bool:
            return self._early.status(ahead, errand.deadline) in _GOOD

        return Sent(plain=plain, result=partial(read, ahead=ahead), cancel=ahead.cancel)
