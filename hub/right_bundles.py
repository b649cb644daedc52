# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which caBundle an entry of a restored configuration has.

The caBundle is somebody else's to write (cert-manager's injector, our issuer), and rotates. One
that can be read is left alone; one that is empty is filled with the authorities that are known to
be right: those of the file, else those that were there before. Where a file says which are right,
a bundle that has none of them is replaced too, but only after it has been so for longer than a
mounted file lags behind its Secret.
"""

import logging
from base64 import b64encode
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from cluster.configurations import Configuration
from hub.authorities import fingerprints, fingerprints_of
from hub.errors import AuthorityError

PATIENCE = timedelta(minutes=3)
"""A kubelet renews a mounted Secret within about 90 seconds: until then the file may be the one
that is wrong."""
_LOG = logging.getLogger("hub")


class RightBundles:
    """Chooses, entry by entry.

    Args:
        ca: File of the authorities that the API server must believe the webhook by, if known.
        now: The clock.
    """

    def __init__(self, ca: Path | None, *, now: Callable[[], datetime]) -> None:
        self._ca = ca
        self._now = now
        self._strange: dict[tuple[str, str], datetime] = {}

    def choose(
        self, key: str, entry: str, *, found: Configuration | None, good: Configuration | None
    ) -> str:
        """Return a caBundle, empty where nobody knows one.

        Args:
            key: ``kind/name`` of the configuration.
            entry: Name of the entry.
            found: As it is now.
            good: As it was when nothing was wrong with it.
        """
        there = "" if found is None else found.bundles.get(entry, "")
        if _readable(there) and not self._is_strange((key, entry), there):
            return there
        return self._of_the_file() or _before(entry, good, found) or there

    def _is_strange(self, place: tuple[str, str], there: str) -> bool:
        """Tell whether a bundle has had no authority of the file for too long."""
        right = self._right()
        if not right or fingerprints(there) & right:
            self._strange.pop(place, None)
            return False
        return self._now() - self._strange.setdefault(place, self._now()) > PATIENCE

    def _right(self) -> frozenset[bytes]:
        """Return the authorities of the file, none where it cannot be read."""
        try:
            return frozenset() if self._ca is None else fingerprints_of(self._ca)
        except AuthorityError as exc:
            _LOG.warning("authorities of the webhook cannot be read", extra={"why": str(exc)})
            return frozenset()

    def _of_the_file(self) -> str:
        try:
            bundle = "" if self._ca is None else b64encode(self._ca.read_bytes()).decode()
        except OSError:
            return ""
        return bundle if _readable(bundle) else ""


def _before(entry: str, good: Configuration | None, found: Configuration | None) -> str:
    """Return what the entry had, or else what another one has: all are one webhook's."""
    if good is not None and good.bundles.get(entry):
        return good.bundles[entry]
    others = () if found is None else found.bundles.values()
    return next((bundle for bundle in others if _readable(bundle)), "")


def _readable(bundle: str) -> bool:
    try:
        return bool(fingerprints(bundle))
    except AuthorityError:
        return False
