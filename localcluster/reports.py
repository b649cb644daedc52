# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The file of Reports that stands for a verification service, written as a live one would."""

import json
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

_LIFETIME = timedelta(hours=1)


class ReportsFile:
    """A file that is written again and again, as a service attests again and again.

    Args:
        path: The file.
        every: Seconds between two writes.
        identity: Field that says whose report each is: ``node``, ``hardwareUUID`` or ``ekHash``.
    """

    def __init__(self, path: Path, *, every: float = 1.0, identity: str = "node") -> None:
        self.path = path
        self._identity = identity
        self._every = every
        self._lock = threading.Lock()
        self._reports: dict[str, dict[str, object]] = {}
        self._silent = threading.Event()
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="reports", daemon=True)
        self._write()

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Stop for good."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def trust(self, node: str, **asset_tags: str) -> None:
        """Report a node as trusted, with tags, from now on."""
        self._set(node, {"trusted": True, "assetTags": asset_tags})

    def distrust(self, node: str, *failures: str) -> None:
        """Report a node as untrusted from now on."""
        self._set(node, {"trusted": False, "failures": list(failures)})

    def repeat(self, node: str) -> None:
        """Say of a node what was said last, as of this instant: it is not attested again."""
        with self._lock:
            report = dict(self._reports[node])
        self._set(node, {**report, "attestedAt": datetime.now(UTC).isoformat()})

    def forget(self, node: str) -> None:
        """Report nothing of a node any more."""
        with self._lock:
            self._reports.pop(node, None)
        self._write()

    def fall_silent(self) -> None:
        """Stop writing, as a service that is down."""
        self._silent.set()

    def speak_again(self) -> None:
        """Write again."""
        self._silent.clear()
        self._write()

    def _set(self, node: str, report: dict[str, object]) -> None:
        with self._lock:
            self._reports[node] = report
        self._write()

    def _run(self) -> None:
        while not self._stopped.wait(self._every):
            if not self._silent.is_set():
                self._write()

    def _write(self) -> None:
        """Replace the file as a whole: readers never see half of it."""
        now = datetime.now(UTC)
        instants = {"attestedAt": now.isoformat(), "expiresAt": (now + _LIFETIME).isoformat()}
        with self._lock:
            reports = [
                {self._identity: node, **instants, **report}
                for node, report in self._reports.items()
            ]
            document = {
                "apiVersion": "bondstone.dev/v1alpha1",
                "kind": "NodeReports",
                "reports": reports,
            }
            partial = self.path.with_suffix(".partial")
            partial.write_text(json.dumps(document))
            partial.replace(self.path)
