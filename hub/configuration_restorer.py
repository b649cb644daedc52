# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our configurations put back as they were shipped, where the operator asked for it."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from prometheus_client import CollectorRegistry, Counter

from cluster.configurations import GROUP_VERSION, Configuration, collection_of
from cluster.subject import Subject
from hub.neighbours import Recorder, Writer
from hub.right_bundles import RightBundles
from trust.configuration import Shape
from trust.restoration import changed, created

FIELD_MANAGER = "bondstone-hub-restorer"
RESTORED = "ConfigurationRestored"
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=5)
"""Between two restorations: whoever keeps writing something else is not fought, but told of."""
_LOG = logging.getLogger("hub")


class ConfigurationRestorer:
    """Writes what is shipped over what was found.

    Args:
        writer: The API server.
        right: Chooses caBundles.
        record: Where Events go.
        now: The clock.
        metrics: Where to count.
    """

    def __init__(
        self,
        writer: Writer,
        *,
        right: RightBundles,
        record: Recorder,
        now: Callable[[], datetime],
        metrics: CollectorRegistry,
    ) -> None:
        self._writer = writer
        self._right = right
        self._record = record
        self._now = now
        self._good: dict[str, Configuration] = {}
        self._written: dict[str, tuple[datetime, timedelta]] = {}
        self._restored = Counter(
            "bondstone_webhook_configuration_restorations_total",
            "How often a configuration was put back as it was shipped.",
            ["configuration"],
            registry=metrics,
        )

    def look(self, key: str, shipped: Shape, found: Configuration | None, *, intact: bool) -> None:
        """Remember what is good, and put back what is not.

        Args:
            key: ``kind/name``.
            shipped: What it must be.
            found: What it is; None where it is gone.
            intact: Whether nothing was found wrong with it.

        Raises:
            ClusterError: The API server did not take it; it is tried again later.
        """
        if intact and found is not None:
            self._good[key] = found
            return
        good = self._good.get(key)
        bundles = {
            entry: self._right.choose(key, entry, found=found, good=good)
            for entry in _entries(shipped)
        }
        if found is not None and found.shape == shipped and found.bundles == bundles:
            return  # what is wrong is another's to mend: a bundle that nobody knows, or not yet
        if self._too_early(key):
            return
        self._write(key, shipped, found, bundles)
        self._restored.labels(key).inc()
        self._tell(key, found)

    def _write(
        self, key: str, shipped: Shape, found: Configuration | None, bundles: Mapping[str, str]
    ) -> None:
        kind, name = key.split("/")
        path = f"{collection_of(kind)}/{name}"
        if found is None:
            known = self._good.get(key)
            document = created(
                shipped,
                identity=(GROUP_VERSION, kind, name),
                metadata=known.metadata if known is not None else {},
                bundles=bundles,
            )
            self._writer.apply(path, document, field_manager=FIELD_MANAGER)
        else:
            patch = changed(shipped, found.shape, version=found.version, bundles=bundles)
            self._writer.merge_patch(path, patch)

    def _too_early(self, key: str) -> bool:
        """Tell whether to wait, and take this attempt down where not."""
        now = self._now()
        last, pause = self._written.get(key, (None, _FIRST_PAUSE / 2))
        if last is not None and now - last < pause:
            return True
        quiet = last is None or now - last > 2 * _LONGEST_PAUSE
        longer = _FIRST_PAUSE if quiet else min(pause * 2, _LONGEST_PAUSE)
        self._written[key] = now, longer
        return False

    def _tell(self, key: str, found: Configuration | None) -> None:
        kind, name = key.split("/")
        _LOG.warning("configuration restored", extra={"configuration": key})
        uid = found.uid if found is not None else ""
        subject = Subject(api_version=GROUP_VERSION, kind=kind, name=name, uid=uid)
        message = f"{kind} {name} was put back as it was shipped"
        self._record(subject, reason=RESTORED, message=message)


def _entries(shipped: Shape) -> Mapping[str, object]:
    entries = shipped.get("webhooks")
    return entries if isinstance(entries, Mapping) else {}
