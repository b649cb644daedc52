# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Programs that are packages of the system, not Go modules: found, or installed where we may.

skopeo encrypts images; swtpm is a TPM in software, and tpm2 asks it; podman builds and runs
images, and debootstrap makes one to build on.
"""

import os
import shutil
import subprocess
from collections.abc import Sequence

from localcluster.errors import LocalClusterError

PACKAGES = {
    "skopeo": "skopeo", "swtpm": "swtpm", "tpm2": "tpm2-tools", "podman": "podman",
    "debootstrap": "debootstrap",
}  # fmt: skip
"""Debian's package of each program."""


def require_skopeo(*, user: int | None = None) -> str:
    """Return the path of skopeo, installing it where we may; see ``require_programs``."""
    return require_programs(["skopeo"], user=user)["skopeo"]


def require_programs(names: Sequence[str], *, user: int | None = None) -> dict[str, str]:
    """Return the path of each program, installing what is missing where we may.

    Args:
        names: Programs of ``PACKAGES``.
        user: Effective user id; None for that of this process. Only 0 may install.

    Raises:
        LocalClusterError: One is not there and cannot be installed; the text says how to.
    """
    missing = [name for name in names if shutil.which(name) is None]
    if missing:
        root = (os.geteuid() if user is None else user) == 0
        if not root or shutil.which("apt-get") is None:
            raise LocalClusterError(
                f"{_are_missing(missing)}: install {_them(missing)}, on Debian with: "
                f"{command(missing, root=root)}"
            )
        _install(missing)
    return {name: shutil.which(name) or name for name in names}


def command(programs: Sequence[str] = ("skopeo",), *, root: bool) -> str:
    """Return what to type on Debian: sudo covers one command, not the one behind ``&&``."""
    steps = _steps(programs)
    return " && ".join(steps if root else (f"sudo {step}" for step in steps))


def _steps(programs: Sequence[str]) -> tuple[str, str]:
    packages = " ".join(PACKAGES[name] for name in programs)
    return "apt-get update", f"apt-get install --yes {packages}"


def _install(programs: Sequence[str]) -> None:
    by_hand = command(programs, root=True)
    print(f"== {_are_missing(programs)}, installing {_them(programs)}: {by_hand}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in _steps(programs):
        done = subprocess.run(
            step.split(), env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = done.stderr.strip()[-300:]
            raise LocalClusterError(f"{step} failed: {said}; once that is mended: {by_hand}")
    still = [name for name in programs if shutil.which(name) is None]
    if still:
        raise LocalClusterError(f"{_are_missing(still, still=True)} after: {by_hand}")


def _are_missing(programs: Sequence[str], *, still: bool = False) -> str:
    verb = "is" if len(programs) == 1 else "are"
    return f"{' and '.join(programs)} {verb} {'still ' if still else ''}missing"


def _them(programs: Sequence[str]) -> str:
    return "it" if len(programs) == 1 else "them"
