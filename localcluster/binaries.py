# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The programs of a control plane: found in a named folder, or built once into the cache."""

import os
from dataclasses import dataclass
from pathlib import Path

from localcluster.build import BUILT, build_folder, build_missing
from localcluster.errors import LocalClusterError

FOLDERS = ("BONDSTONE_ASSETS", "KUBEBUILDER_ASSETS")
"""Environment variables that may name a folder with some or all of the programs."""


@dataclass(frozen=True, slots=True)
class Binaries:
    """Paths by program name."""

    paths: dict[str, Path]

    def __getitem__(self, name: str) -> Path:
        """Return where a program is."""
        return self.paths[name]


def locate_binaries() -> Binaries:
    """Return every program, building what is nowhere.

    Raises:
        LocalClusterError: A program cannot be run, or cannot be built.
    """
    paths = {name: found for name in BUILT if (found := _in_named_folder(name))}
    missing = [name for name in BUILT if name not in paths]
    if missing:
        build_missing(missing)
        paths.update({name: build_folder() / name for name in missing})
    for name, path in paths.items():
        if not os.access(path, os.X_OK):
            raise LocalClusterError(f"{path} cannot be executed: run chmod +x on it ({name})")
    return Binaries(paths)


def _in_named_folder(name: str) -> Path | None:
    for variable in FOLDERS:
        folder = os.environ.get(variable)
        if not folder:
            continue
        if not Path(folder).is_dir():
            raise LocalClusterError(f"{variable} names {folder}, which is not a folder: unset it")
        if (Path(folder) / name).exists():
            return Path(folder) / name
    return None
