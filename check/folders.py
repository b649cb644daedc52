# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which files of a folder hold manifests; what cannot be read is told, never passed over."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from check.errors import CheckError

_SUFFIXES = frozenset({".yaml", ".yml", ".json"})
_MOST = 10_000
_KUSTOMIZATIONS = frozenset({"kustomization.yaml", "kustomization.yml"})
"""Of kustomize's, without a kind: kubectl does not apply them either."""


def manifests_in(folder: Path) -> list[Path]:
    """Return the files of a folder and of its folders, in a stable order, each real file once.

    Links are followed, those to folders too: a mounted ConfigMap consists of them.

    Raises:
        CheckError: A folder, a link or a manifest among them cannot be read, or there are too many.
    """
    found: dict[str, Path] = {}
    for file in _walk(folder):
        if _is_manifest(file):
            found.setdefault(os.path.realpath(file), file)
            if len(found) > _MOST:
                raise CheckError(f"{folder} has more than {_MOST} files", file=str(folder))
    return sorted(found.values())


def _walk(folder: Path) -> Iterator[Path]:
    """Yield whatever is no folder, of each real folder once, so that links may go round."""
    seen: set[str] = set()
    for parent, folders, files in os.walk(folder, onerror=_unreadable, followlinks=True):
        real = os.path.realpath(parent)
        if real in seen:
            folders.clear()
            continue
        seen.add(real)
        if len(seen) > _MOST:
            raise CheckError(f"{folder} has more than {_MOST} folders", file=str(folder))
        folders.sort()
        yield from (Path(parent, name) for name in sorted(files))


def _unreadable(exc: OSError) -> NoReturn:
    folder = str(exc.filename)
    raise CheckError(f"folder {folder} cannot be read: {exc.strerror}", file=folder) from exc


def _is_manifest(file: Path) -> bool:
    """Tell whether a file is meant; a link that leads nowhere may have been a folder of them.

    Raises:
        CheckError: It is meant, and there is nothing to be read.
    """
    meant = file.suffix.lower() in _SUFFIXES and file.name not in _KUSTOMIZATIONS
    try:
        if not meant and not stat.S_ISLNK(file.lstat().st_mode):
            return False
        mode = file.stat().st_mode
    except OSError as exc:
        nowhere = exc.errno in (errno.ENOENT, errno.ELOOP)
        what = "is a link that leads nowhere" if nowhere else "cannot be read"
        raise CheckError(f"{file} {what}: {exc.strerror}", file=str(file)) from exc
    if meant and not stat.S_ISREG(mode):
        raise CheckError(
            f"{file} is no regular file: remove it, or give it another name", file=str(file)
        )
    return meant
