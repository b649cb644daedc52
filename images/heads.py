# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The heads of all layers of one manifest, asked for side by side (step 6)."""

from collections.abc import Sequence
from concurrent.futures import Future

from images.descriptor import Descriptor
from images.errors import ImagesError, RuleBrokenError
from images.exchange import Errand
from images.manifest import layer_name
from images.probe import plain_content
from images.registry import Source


class Heads:
    """First bytes of layers that claim to be encrypted, on their way.

    The first one is asked for here and now, on the connection that brought the manifest, while
    others are under way. Nothing is waited for: this runs in threads that the others need.

    Args:
        api: Where they are fetched.
        errand: Of what image.
        layers: At least one.
        platform: For people; empty for a manifest without an index.
    """

    def __init__(
        self, api: Source, errand: Errand, layers: Sequence[Descriptor], *, platform: str
    ) -> None:
        self._where = f" for {platform}" if platform else ""
        first: Future[bytes] = Future()
        others = [
            errand.pool.submit(api.blob_head, errand, layer.digest, size=layer.size)
            for layer in layers[1:]
        ]
        self._heads = [first, *others]
        try:
            first.set_result(api.blob_head(errand, layers[0].digest, size=layers[0].size))
        except ImagesError as exc:
            first.set_exception(exc)

    def require_ciphertext(self) -> None:
        """Wait for them; one layer that lies is enough.

        Raises:
            RuleBrokenError: A layer is plain behind its type.
            ImageUnavailableError: A head could not be had.
        """
        try:
            for number, head in enumerate(self._heads, start=1):
                plain = plain_content(head.result())
                if plain is not None:
                    raise RuleBrokenError(
                        "layer-content-plain",
                        f"{layer_name(number, len(self._heads))}{self._where} is typed as "
                        f"encrypted and holds plain {plain}",
                    )
        finally:
            self.cancel()

    def cancel(self) -> None:
        """Let go of what has not begun."""
        for head in self._heads:
            head.cancel()
