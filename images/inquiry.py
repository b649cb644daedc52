# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One registry asked in one name, as long as it can be asked at all."""

from images.authorization import Desk
from images.cache import EvidenceCache
from images.configurations import Configurations, Inspected
from images.credential import Credential, scope_of
from images.errors import TooManyRequestsError
from images.exchange import Errand
from images.guards import Guards
from images.judge import Judge
from images.patience import Patience
from images.registries import Registry
from images.registry import Source
from trust.reference import Reference


class Inquiry:
    """Asks a registry or a mirror, and keeps what is proven.

    Args:
        source: Where documents are fetched.
        judge: Judges them.
        desk: Shows who asks.
        cache: Of evidence.
    """

    def __init__(self, source: Source, judge: Judge, desk: Desk, cache: EvidenceCache) -> None:
        self._source = source
        self._judge = judge
        self._desk = desk
        self._cache = cache
        self._configurations = Configurations(source)
        self._guards = Guards()
        self._patience = Patience()

    def ask(
        self,
        reference: Reference,
        registry: Registry,
        credential: Credential | None,
        *,
        deadline: float,
    ) -> Inspected:
        """Return evidence; rules that the image breaks are Findings in it.

        Args:
            reference: By tag or digest; the digest wins.
            registry: The image's own, or a mirror of it.
            credential: Of a pod; None asks in Bondstone's own name.
            deadline: Instant of ``time.monotonic``.

        Raises:
            ImageUnavailableError: No answer could be had; the text names the registry.
        """
        own = credential is None
        authorize = self._desk.with_settings if own else self._desk.with_credential(credential)
        scope = scope_of(credential)
        whom = (registry.host, scope)
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
                self._judge.prepare(errand)
                document = self._source.manifest(errand, reference.wanted)
                judged = self._judge.judge(errand, document)
            except TooManyRequestsError as exc:
                self._patience.note(whom, exc)
                raise
        if judged.evidence.findings:
            # These may rest on a header or on bytes without proof: asked again, they may be gone.
            return Inspected(judged.evidence)
        inspected = self._configurations.look_into(errand, judged.evidence, judged.configs)
        self._cache.put(inspected, scope)
        return inspected
