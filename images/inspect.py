# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An image inspected: everything that its registry serves under one reference, as evidence.

The steps, after encryption.md §1.6:
(0) the registry is allowed; (1) one request, the digest computed from the raw bytes; (2) strict
JSON; (3) an index: every entry, where attestations are let in only if the operator allows them and
are none of the images; (4) a manifest: an image with layers; (5) each layer's type, keys
and public options; (6) the first bytes of each encrypted layer, and after them the
configuration, for a warning; (8) the reference pinned to the
digest. Step (7), asking the key broker, joins with the broker. Whose keys count and whether every
layer must be encrypted is decided from the evidence, in ``trust.rules.encryption``.
"""

import time
from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from images.allowances import Allowances
from images.authorization import Desk
from images.cache import EvidenceCache
from images.client import Client
from images.configurations import Inspected
from images.credential import Credential, scope_of
from images.errors import ImageUnavailableError, RefusedError, RuleBrokenError
from images.findings import finding_of
from images.flight import FAILED_SECONDS, Flights
from images.inquiry import Inquiry
from images.judge import Judge
from images.registries import Registries, Registry
from images.registry import RegistryApi, Source
from images.sending import EarlyApi
from images.tokens import Tokens
from images.waiting_room import MANY, WaitingRoom, group_of
from trust.image import ImageEvidence
from trust.reference import Reference


class Images:
    """Inspects images, and remembers digests.

    Args:
        registries: Who may be asked, and how.
        allowances: What the operator lets pass.
        client: Sends the requests.
        source: Where documents are fetched: registries, unless it is given.
        cache_size: Digests that are remembered.
        failed_seconds: For which a failure is remembered.
        threads: Of the server whose requests ask.
    """

    def __init__(  # noqa: PLR0913  each has a default, and is given by its name
        self,
        registries: Registries,
        *,
        allowances: Allowances | None = None,
        client: Client | None = None,
        source: Source | None = None,
        cache_size: int = 4096,
        failed_seconds: float = FAILED_SECONDS,
        threads: int = MANY,
    ) -> None:
        client = client or Client()
        sender = None
        if source is None:
            source = api = RegistryApi(registries, client)
            sender = EarlyApi(api, client)
        self._registries = registries
        self._cache = EvidenceCache(cache_size)
        self._inquiry = Inquiry(
            source,
            Judge(source, allowances or Allowances(), sender),
            Desk(Tokens(client)),
            self._cache,
        )
        self._flights: Flights[Inspected] = Flights(remember=failed_seconds)
        self._room = WaitingRoom(threads=threads)

    def inspect(
        self,
        reference: Reference,
        *,
        deadline: float,
        credentials: Sequence[Credential] = (),
        warned: bool = True,
    ) -> ImageEvidence:
        """Return evidence; rules that the image breaks are Findings in it.

        Args:
            reference: By tag or digest; the digest wins.
            deadline: Instant of ``time.monotonic``.
            credentials: Pull secrets of the pod, tried in turn before Bondstone's own.
            warned: Wait a moment for what is no more than a warning.

        Raises:
            ImageUnavailableError: No answer could be had; the text names the registry.
        """
        inspected = self._known(reference, credentials)
        if inspected is None:
            question = partial(self._ask_all, reference, tuple(credentials), deadline)
            key, host = (reference, scope_of(*credentials)), reference.registry
            with self._room.seat(host, group=group_of(self._registries, host)):
                inspected = self._flights.ask(key, question, deadline=deadline)
        return inspected.told(deadline) if warned else inspected.evidence

    def _known(self, reference: Reference, credentials: Sequence[Credential]) -> Inspected | None:
        names = (*credentials, None)
        known = (self._cache.get(reference, scope_of(each)) for each in names)
        return next((one for one in known if one is not None), None)

    def _ask_all(
        self, reference: Reference, credentials: tuple[Credential, ...], deadline: float
    ) -> Inspected:
        """Ask mirrors, each for its share of the time, and then the registry itself."""
        try:
            registry = self._registries.require(reference.registry)
        except RuleBrokenError as exc:
            broken = (finding_of(exc, subject=""),)
            return Inspected(
                ImageEvidence(reference=reference, digest="", manifests=(), findings=broken)
            )
        mirrors = self._registries.mirrors_of(registry, by_digest=reference.digest is not None)
        troubles: list[str] = []
        for number, mirror in enumerate(mirrors):
            now = time.monotonic()
            until = now + (deadline - now) / (len(mirrors) - number + 1)
            try:
                inspected = self._inquiry.ask(reference, mirror, None, deadline=until)
            except ImageUnavailableError as exc:
                troubles.append(f"its mirror: {exc}")
                continue
            findings = inspected.evidence.findings
            if not findings:
                return inspected
            troubles.append(f"its mirror {mirror.host} serves something else: {findings[0].detail}")
        try:
            return self._ask_registry(reference, registry, credentials, deadline)
        except ImageUnavailableError as exc:
            if not troubles:
                raise
            raise type(exc)("; ".join((str(exc), *troubles))) from exc

    def _ask_registry(
        self,
        reference: Reference,
        registry: Registry,
        credentials: tuple[Credential, ...],
        deadline: float,
    ) -> Inspected:
        """Ask in one name after the other, as long as the registry refuses."""
        for credential in credentials:
            with suppress(RefusedError):
                return self._inquiry.ask(reference, registry, credential, deadline=deadline)
        try:
            return self._inquiry.ask(reference, registry, None, deadline=deadline)
        except RefusedError as exc:
            if not credentials:
                raise
            raise RefusedError(f"{exc}, and {len(credentials)} of the pod's pull secrets") from exc
