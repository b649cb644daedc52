# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An image inspected: everything that its registry serves under one reference, as evidence.

The steps, after encryption.md §1.6:
(0) the registry is allowed; (1) one request, the digest computed from the raw bytes; (2) strict
JSON; (3) an index: every entry; (4) a manifest: an image with layers; (5) each layer's type, keys
and public options; (6) the first bytes of each encrypted layer; (8) the reference pinned to the
digest. Step (7), asking the key broker, joins with the broker. Whose keys count and whether every
layer must be encrypted is decided from the evidence, in ``trust.rules.encryption``.
"""

from collections.abc import Sequence
from contextlib import suppress
from functools import partial

from images.authorization import Desk
from images.cache import EvidenceCache
from images.client import Client
from images.credential import Credential
from images.errors import RefusedError, RuleBrokenError, TooManyRequestsError
from images.exchange import Errand
from images.findings import finding_of
from images.flight import FAILED_SECONDS, Flights
from images.guards import Guards
from images.judge import Judge
from images.patience import Patience
from images.registries import Registries
from images.registry import RegistryApi
from images.tokens import Tokens
from trust.image import ImageEvidence
from trust.reference import Reference


class Images:
    """Inspects images, and remembers digests.

    Args:
        registries: Who may be asked, and how.
        cache_size: Digests that are remembered.
        failed_seconds: For which a failure is remembered.
    """

    def __init__(
        self,
        registries: Registries,
        *,
        cache_size: int = 4096,
        failed_seconds: float = FAILED_SECONDS,
    ) -> None:
        client = Client()
        self._registries = registries
        self._api = RegistryApi(registries, client)
        self._judge = Judge(self._api)
        self._desk = Desk(Tokens(client))
        self._cache = EvidenceCache(cache_size)
        self._flights: Flights[ImageEvidence] = Flights(remember=failed_seconds)
        self._guards = Guards()
        self._patience = Patience()

    def inspect(
        self, reference: Reference, *, deadline: float, credentials: Sequence[Credential] = ()
    ) -> ImageEvidence:
        """Return evidence; rules that the image breaks are Findings in it.

        Args:
            reference: By tag or digest; the digest wins.
            deadline: Instant of ``time.monotonic``.
            credentials: Pull secrets of the pod, tried in turn before Bondstone's own.

        Raises:
            ImageUnavailableError: No answer could be had; the text names the registry.
        """
        for credential in (*credentials, None):
            known = self._cache.get(reference, credential)
            if known is not None:
                return known
        question = partial(self._ask_all, reference, tuple(credentials), deadline)
        return self._flights.ask((reference, tuple(credentials)), question, deadline=deadline)

    def _ask_all(
        self, reference: Reference, credentials: tuple[Credential, ...], deadline: float
    ) -> ImageEvidence:
        """Ask in one name after the other, as long as the registry refuses."""
        for credential in credentials:
            with suppress(RefusedError):
                return self._ask(reference, credential, deadline)
        try:
            return self._ask(reference, None, deadline)
        except RefusedError as exc:
            if not credentials:
                raise
            raise RefusedError(f"{exc}, and {len(credentials)} of the pod's pull secrets") from exc

    def _ask(
        self, reference: Reference, credential: Credential | None, deadline: float
    ) -> ImageEvidence:
        own = credential is None
        authorize = self._desk.with_settings if own else self._desk.with_credential(credential)
        try:
            registry = self._registries.require(reference.registry)
        except RuleBrokenError as exc:
            findings = (finding_of(exc, subject=""),)
            return ImageEvidence(reference=reference, digest="", manifests=(), findings=findings)
        whom = (registry.host, credential)
        self._patience.require_over(whom)
        with self._guards.of(registry) as guard, guard.call(deadline=deadline):
            errand = Errand(
                reference=reference,
                registry=registry,
                authorize=authorize,
                deadline=deadline,
                pool=guard.pool,
            )
            try:
                evidence = self._judge.judge(errand, self._api.manifest(errand, reference.wanted))
            except TooManyRequestsError as exc:
                self._patience.note(whom, exc)
                raise
        if not evidence.findings:
            # These may rest on a header or on bytes without proof: asked again, they may be gone.
            self._cache.put(evidence, credential)
        return evidence
