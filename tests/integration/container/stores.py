# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stores of podman for tests: nothing is left in the user's own, and layers of a build are kept."""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from container.engine import Engine
from localcluster.folders import cache_folder, make_folder


def kept_store(podman: Engine) -> Engine:
    """Return podman with a store in the cache folder, which the next run finds again."""
    root = make_folder(cache_folder() / "containers")
    # What podman forgets at a reboot: one place for each store, of at most 50 characters.
    short = hashlib.sha256(str(root).encode()).hexdigest()[:8]
    run = Path(os.environ.get("XDG_RUNTIME_DIR") or "/run") / f"bondstone-{short}"
    return replace(podman, options=(f"--root={root}", f"--runroot={run}"))


@contextmanager
def empty_store(kept: Engine) -> Iterator[Engine]:
    """Give podman with a store that knows the images of another one, and is gone afterwards."""
    root = kept.options[0].removeprefix("--root=")
    folder = Path(tempfile.mkdtemp(prefix="bondstone-"))
    try:
        yield replace(
            kept,
            options=(
                f"--root={folder / 'root'}",
                f"--runroot={folder / 'run'}",
                f"--storage-opt=additionalimagestore={root}",
            ),
        )
    finally:
        shutil.rmtree(folder, ignore_errors=True)
