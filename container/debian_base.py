# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A base image made from Debian's packages with debootstrap, for where none can be pulled.

It holds what slim images of Debian hold, and Python. It is of the archive as it was on that day,
without security updates: for proofs and trials, and kept in the cache folder for the next ones.
"""

import hashlib
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from container.engine import Engine
from container.errors import ContainerError
from localcluster.build import alone
from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder, make_folder
from localcluster.packages import require_programs

SUITE = "bookworm"
"""Its Python is 3.11, the oldest one that Bondstone runs on and the one that every test runs."""
_PACKAGES = ("python3", "python3-venv", "ca-certificates")
_DROPPED = (
    "var/cache/apt", "var/lib/apt/lists", "var/log", "var/cache/debconf", "var/cache/ldconfig",
    "usr/share/doc", "usr/share/info", "usr/share/locale", "usr/share/man", "usr/share/lintian",
)  # fmt: skip
"""Folders that are emptied, as in slim images: caches, logs, and what people read."""
_OURS = ("etc/apt/sources.list", "etc/hostname", "etc/resolv.conf", "etc/machine-id")
"""Files that speak of this machine or its mirror: they are emptied too."""


def require_base(engine: Engine) -> str:
    """Return the name of the base image in the engine's store, made there where it is absent.

    Raises:
        ContainerError: It cannot be made; the text says what is missing.
    """
    name = f"localhost/bondstone-base:{SUITE}-{_recipe()}"
    if not engine.has(name):
        engine.output("import", str(require_archive()), name)
    return name


def require_archive(*, user: int | None = None) -> Path:
    """Return the file system as a tar archive in the cache folder, made where it is absent.

    Args:
        user: Effective user id; None for that of this process. Only 0 may make it.

    Raises:
        ContainerError: It cannot be made; the text says what is missing.
    """
    try:
        archive = cache_folder() / f"debian-{SUITE}-{_recipe()}.tar"
        if archive.exists():
            return archive
        if (os.geteuid() if user is None else user) != 0:
            raise ContainerError("debootstrap makes a base image as root only: run this as root")
        debootstrap = require_programs(["debootstrap"])["debootstrap"]
        with alone(make_folder(cache_folder()) / ".debian-base.lock"):
            if not archive.exists():
                _make(debootstrap, archive)
    except LocalClusterError as exc:
        raise ContainerError(str(exc)) from exc
    return archive


def _recipe() -> str:
    """Return what changes when the base would be another one."""
    text = repr((SUITE, _PACKAGES, _DROPPED, _OURS))
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _make(debootstrap: str, archive: Path) -> None:
    began = time.monotonic()
    print(
        f"== making a base image of Debian {SUITE} once into {archive} (a minute on 2 cores)",
        flush=True,
    )
    partial = archive.with_suffix(".partial")
    with tempfile.TemporaryDirectory(prefix="debian-base-", dir=archive.parent) as folder:
        root = Path(folder) / "root"
        command = [debootstrap, "--variant=minbase", f"--include={','.join(_PACKAGES)}"]
        _run([*command, SUITE, str(root), *_mirror()])
        _slim(root)
        ordered = ["tar", "--create", "--sort=name", "--numeric-owner", f"--file={partial}"]
        _run([*ordered, f"--directory={root}", "."])
    partial.replace(archive)
    print(f"== made it in {time.monotonic() - began:.0f} s", flush=True)


def _mirror() -> list[str]:
    """Return the mirror of Debian that apt uses here, or nothing: then debootstrap has its own."""
    asked = ["apt-get", "indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]
    try:
        done = subprocess.run(
            [*asked, "Label: Debian", "Component: main"],
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        return []
    return done.stdout.split()[:1] if done.returncode == 0 else []


def _slim(root: Path) -> None:
    for name in _DROPPED:
        for path in (root / name).glob("*"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink()
    for name in _OURS:
        (root / name).unlink(missing_ok=True)
        (root / name).touch()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        said = (done.stderr.strip() or done.stdout.strip())[-500:]
        raise ContainerError(f"{Path(command[0]).name} failed: {said}")
