# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hints from verification services: the node is suspect at once, and asked about at once.

A hint never raises trust. In the hub's own Snapshot and in the status of the NodeIdentity it takes
trust away until the service has attested the node later than the hint came in.
"""

import logging
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from queue import Empty, Full, Queue

from cryptography.hazmat.primitives.asymmetric import rsa
from prometheus_client import CollectorRegistry, Counter

from attestation.errors import AnswerError, AttestationError
from attestation.keeper import SnapshotKeeper
from attestation.keepers import Keepers
from attestation.keylime.hint import parse_hint
from hub.hint_gate import HintGate, Passage
from hub.neighbours import Inventory
from hub.suspicion_writer import SuspicionWriter
from trust.inventory import NodeIdentity
from trust.report import Identity, IdentityKind, Suspicion

_LOG = logging.getLogger("hub.hints")
_MOST_WAITING = 2000
_ANSWER = timedelta(seconds=1)
"""For the question that confirms a hint; what it misses the next poll finds."""
_TIDY_SECONDS = 0.5
_ACCEPTED, _BAD, _TOO_MANY, _TOO_EARLY = 202, 400, 429, 503


class Hints:
    """Takes hints, and follows them in a thread of its own.

    Args:
        keepers: Of all sources.
        inventory: Which node an identity stands for.
        writer: Writes suspicions.
        key: Gives the key that hints must be signed with, None where signatures are not looked at.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(
        self,
        *,
        keepers: Keepers,
        inventory: Inventory,
        writer: SuspicionWriter,
        key: Callable[[], rsa.RSAPublicKey | None],
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._keepers = [
            each for each in keepers.by_source().values() if each.kind is IdentityKind.EK_HASH
        ]
        self._inventory = inventory
        self._writer = writer
        self._key = key
        self._now = now
        self._gate = HintGate()
        self._lock = threading.Lock()
        self._waiting: Queue[tuple[SnapshotKeeper, Identity, Suspicion]] = Queue(_MOST_WAITING)
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="hints", daemon=True)
        self._counted = Counter(
            "bondstone_hints", "Hints by what became of them.", ["result"], registry=metrics
        )

    def take(self, body: bytes) -> tuple[int, str]:
        """Take a hint, and return the HTTP status for whoever sent it, and why.

        Args:
            body: Of Keylime's revocation webhook.
        """
        try:
            hint = parse_hint(body, key=self._key())
        except AnswerError as exc:
            self._counted.labels("refused").inc()
            _LOG.warning("hint refused", extra={"why": str(exc)})
            return _BAD, f"the hint is refused: {exc}"
        identity = Identity(IdentityKind.EK_HASH, hint.agent_id)
        if not self._inventory.synced and not self._entries(identity):
            # Not remembered: whose node it is will be known when it is sent again.
            self._counted.labels("too-early").inc()
            return _TOO_EARLY, "which nodes there are is not known yet; send the hint again"
        with self._lock:
            passage = self._gate.look(hint.agent_id, body, at=time.monotonic())
        self._counted.labels(passage.value).inc()
        if passage is Passage.TOO_MANY or (passage is Passage.TOO_SOON and self._entries(identity)):
            for keeper in self._keepers:
                keeper.refresh()
        if passage is Passage.TOO_MANY:
            return _TOO_MANY, "too many hints; all nodes are asked about instead"
        if passage is Passage.TAKEN:
            self._suspect(identity, hint.why)
        return _ACCEPTED, ""

    def start(self) -> None:
        """Begin to follow hints."""
        self._thread.start()

    def stop(self) -> None:
        """Finish the hint under way."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=10)

    def alive(self) -> bool:
        """Tell whether somebody follows hints, or will."""
        return self._thread.ident is None or self._thread.is_alive()

    def problem(self) -> str | None:
        """Return why not to be ready."""
        return None if self._thread.is_alive() else "the thread that follows hints is gone"

    def _suspect(self, identity: Identity, why: str) -> None:
        """Suspect the node at once, and leave what takes time to the thread.

        Whether a report is here says little: other components ask at other instants, and one of
        them may have been told that the node is trusted.
        """
        if not self._entries(identity):
            return  # it is nobody's node
        knowing = [each for each in self._keepers if identity in each.snapshot().reports]
        for keeper in knowing or self._keepers:
            suspicion = Suspicion(source=keeper.source, since=self._now(), why=why)
            keeper.suspect(identity, suspicion)
            with suppress(Full):
                self._waiting.put_nowait((keeper, identity, suspicion))

    def _entries(self, identity: Identity) -> list[NodeIdentity]:
        inventory = self._inventory.inventory().values()
        return [each for each in inventory if identity in each.identities]

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                self._follow(*self._waiting.get(timeout=_TIDY_SECONDS))
            except Empty:
                by_source = {each.source: each.snapshot() for each in self._keepers}
                self._writer.tidy(self._inventory.inventory(), by_source)

    def _follow(self, keeper: SnapshotKeeper, identity: Identity, suspicion: Suspicion) -> None:
        """Tell everybody, and ask the service about the node."""
        for entry in self._entries(identity):
            self._writer.write(entry, suspicion)
        try:
            keeper.ask(identity, deadline=time.monotonic() + _ANSWER.total_seconds())
        except AttestationError as exc:
            about = {"source": keeper.source, "identity": identity.value, "problem": str(exc)}
            _LOG.warning("hint could not be confirmed yet", extra=about)
