# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Secrets as files, as a kubelet mounts them: all files of one change at once, by one link."""

import base64
import shutil
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from localcluster.api import Api, ApiStatusError
from localcluster.errors import LocalClusterError

_LOOK_SECONDS = 0.5
"""A kubelet takes up to 90; whoever writes Secrets here waits accordingly less."""
_DATA = "..data"


class MountedSecrets:
    """Keeps folders like the Secrets of a namespace.

    Args:
        api: The API server.
        folder: Where; each Secret has a folder of its name.
        namespace: Of the Secrets.
        names: Of the Secrets.
        late: Seconds after which changes of some appear: no two kubelets look at the same time.
    """

    def __init__(
        self,
        api: Api,
        folder: Path,
        *,
        namespace: str,
        names: Sequence[str],
        late: Mapping[str, float],
    ) -> None:
        self._api = api
        self._folder = folder
        self._path = f"/api/v1/namespaces/{namespace}/secrets"
        self._versions = dict.fromkeys(names, "")
        self._late = late
        self._seen: dict[str, list[tuple[float, dict[str, Any]]]] = {name: [] for name in names}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name="mounts", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking."""
        self._stopped.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def folder(self, name: str) -> Path:
        """Return where the files of a Secret are."""
        return self._folder / name

    def now(self, name: str) -> Path:
        """Return a folder with files of one change only, whatever comes after."""
        return (self.folder(name) / _DATA).resolve()

    @property
    def complete(self) -> bool:
        """True when every Secret is there."""
        return all(self._versions.values())

    def _run(self) -> None:
        while not self._stopped.wait(_LOOK_SECONDS):
            for name in self._versions:
                with suppress(LocalClusterError):  # the next turn tries again
                    self._look(name)

    def _look(self, name: str) -> None:
        try:
            found = self._api.call("GET", f"{self._path}/{name}")
        except ApiStatusError as exc:
            if exc.status != 404:
                raise
            return  # a kubelet leaves the files of a Secret that is deleted
        seen = self._seen[name]
        seen.append((time.monotonic() + self._late.get(name, 0.0), found))
        while len(seen) > 1 and seen[1][0] <= time.monotonic():
            seen.pop(0)
        due, found = seen[0]
        if due > time.monotonic():
            return
        version = found["metadata"]["resourceVersion"]
        if version != self._versions[name]:
            self._write(name, version, found["data"])
            self._versions[name] = version

    def _write(self, name: str, version: str, content: dict[str, str]) -> None:
        folder = self.folder(name)
        new = folder / f"..{version}"
        new.mkdir(parents=True)
        for file, value in content.items():
            path = new / file
            path.touch(mode=0o600)
            path.write_bytes(base64.b64decode(value))
            link = folder / file
            if not link.is_symlink():
                link.symlink_to(Path(_DATA) / file)
        beside = folder / "..data_tmp"
        beside.symlink_to(new.name)
        beside.replace(folder / _DATA)
        # Whoever resolved the link just now is still reading the one before.
        for old in sorted(folder.glob("..[0-9]*"), key=lambda each: each.stat().st_mtime)[:-3]:
            shutil.rmtree(old)
