# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``POST /hints/keylime`` over TLS with client certificates, and what follows hints."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from prometheus_client import CollectorRegistry

from attestation.keepers import Keepers
from attestation.keylime.hint_key import HintKey
from hub.hints import Hints
from hub.neighbours import Inventory, Writer
from hub.suspicion_writer import SuspicionWriter
from serving.receiver import Receiver
from serving.settings import ServerSettings
from serving.tls import ContextCache, reload_failures

PATH = "/hints/keylime"


@dataclass(frozen=True, slots=True, kw_only=True)
class HintSettings:
    """How hints come in.

    Attributes:
        server: Where to listen, and whose certificates are asked for.
        key: Public key that hints must be signed with, None where signatures are not looked at.
    """

    server: ServerSettings
    key: Path | None = None


class HintEndpoint:
    """Receives hints and follows them.

    Args:
        inventory: Which node an identity stands for.
        writer: The API server.
        settings: How hints come in.
        keepers: Of all sources.
        now: The clock.
        metrics: Where to count.

    Raises:
        SettingsError: A TLS file cannot be used.
    """

    def __init__(
        self,
        inventory: Inventory,
        writer: Writer,
        *,
        settings: HintSettings,
        keepers: Keepers,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        key = HintKey(settings.key) if settings.key is not None else None
        self._hints = Hints(
            keepers=keepers,
            inventory=inventory,
            writer=SuspicionWriter(writer),
            key=key.current if key is not None else lambda: None,
            now=now,
            metrics=metrics,
        )
        contexts = ContextCache(settings.server, reload_failures(metrics))
        self._receiver = Receiver(settings.server, contexts, {PATH: self._hints.take})
        self.problem = self._hints.problem
        self.alive = self._hints.alive

    def start(self) -> None:
        """Begin to follow and to receive."""
        self._hints.start()
        self._receiver.start()

    def stop(self) -> None:
        """Stop receiving, and following."""
        self._receiver.stop()
        self._hints.stop()
