# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The programs of a control plane: found in a named folder, or built once into the cache."""

import os
from collections.abc import Iterator
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
    """Return every program, building what is nowhere; what a named folder lacks is told.

    Raises:
        LocalClusterError: A program cannot be run, or cannot be built.
    """
    paths: dict[str, Path] = {}
    missing = list(BUILT)
    for variable, folder in _named_folders():
        if not missing:
            break
        paths |= {name: folder / name for name in missing if (folder / name).exists()}
        missing = [name for name in BUILT if name not in paths]
        if missing:
            print(
                f"== {variable} names {folder}, which has no {', '.join(missing)}",
                flush=True,
            )
    if missing:
        if list(_named_folders()):
            print(f"== what is missing is taken from {build_folder()}, built once", flush=True)
        build_missing(missing)
        paths |= {name: build_folder() / name for name in missing}
    for name, path in paths.items():
        if not os.access(path, os.X_OK):
            raise LocalClusterError(f"{path} cannot be executed: run chmod +x on it ({name})")
    return Binaries(paths)


def places(binaries: Binaries) -> list[str]:
    """Return a line for each folder that programs are in, with their names."""
    by_folder: dict[Path, list[str]] = {}
    for name, path in binaries.paths.items():
        by_folder.setdefault(path.parent, []).append(name)
    return [f"{folder}: {', '.join(sorted(names))}" for folder, names in by_folder.items()]


def _named_folders() -> Iterator[tuple[str, Path]]:
    for variable in FOLDERS:
        folder = os.environ.get(variable)
        if not folder:
            continue
        if not Path(folder).is_dir():
            raise LocalClusterError(f"{variable} names {folder}, which is not a folder: unset it")
        yield variable, Path(folder)
