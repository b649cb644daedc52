# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The heads of all layers of one manifest, asked for side by side (step 6)."""

from collections.abc import Sequence
from concurrent.futures import Future

from images.descriptor import Descriptor
from images.errors import RuleBrokenError
from images.exchange import Errand
from images.manifest import layer_name
from images.probe import plain_content
from images.registry import Source
from images.sending import Sender


class Heads:
    """First bytes of layers that claim to be encrypted, on their way.

    Those that the sender can send are read by whoever waits for them; threads ask for the others.
    Nothing is waited for when this is made: that happens in threads that the others need.

    Args:
        source: Where they are fetched.
        sender: Asks early.
        errand: Of what image.
        layers: At least one.
        platform: For people; empty for a manifest without an index.
    """

    def __init__(
        self,
        source: Source,
        sender: Sender,
        errand: Errand,
        layers: Sequence[Descriptor],
        *,
        platform: str,
    ) -> None:
        self._where = f" for {platform}" if platform else ""
        self._pool = errand.pool
        self._sent = sender.heads(errand, layers)
        self._threads: dict[int, Future[bytes]] = {
            number: errand.pool.submit(source.blob_head, errand, layer.digest, size=layer.size)
            for number, (sent, layer) in enumerate(zip(self._sent, layers, strict=True))
            if sent is None
        }

    def hand_over(self) -> None:
        """Give threads what needs more than reading, such as redirects: all at the same time.

        Raises:
            ImageUnavailableError: An answer did not begin in time.
        """
        for number, sent in enumerate(self._sent):
            if sent is not None and not sent.plain():
                self._threads[number] = self._pool.submit(sent.result)

    def require_ciphertext(self) -> None:
        """Wait for them; one layer that lies is enough.

        Raises:
            RuleBrokenError: A layer is plain behind its type.
            ImageUnavailableError: A head could not be had.
        """
        for number in range(len(self._sent)):
            plain = plain_content(self._head(number))
            if plain is not None:
                raise RuleBrokenError(
                    "layer-content-plain",
                    f"{layer_name(number + 1, len(self._sent))}{self._where} is typed as "
                    f"encrypted and holds plain {plain}",
                )

    def cancel(self) -> None:
        """Let go of what has not begun, and of answers that nobody reads."""
        for number, sent in enumerate(self._sent):
            thread = self._threads.get(number)
            if (thread is None or thread.cancel()) and sent is not None:
                sent.cancel()

    def _head(self, number: int) -> bytes:
        sent = self._sent[number]
        if sent is None or number in self._threads:
            return self._threads[number].result()
        return sent.result()
