# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""skopeo, which encrypts images: a package of the system, not a Go module."""

import os
import shutil
import subprocess

from localcluster.errors import LocalClusterError

_STEPS = ("apt-get update", "apt-get install --yes skopeo")


def require_skopeo(*, user: int | None = None) -> str:
    """Return the path of skopeo, installing it where we may.

    Args:
        user: Effective user id; None for that of this process. Only 0 may install.

    Raises:
        LocalClusterError: It is not there and cannot be installed; the text says how to.
    """
    found = shutil.which("skopeo")
    if found is not None:
        return found
    root = (os.geteuid() if user is None else user) == 0
    if not root or shutil.which("apt-get") is None:
        raise LocalClusterError(
            f"skopeo is missing: install it, on Debian with: {command(root=root)}"
        )
    return _install()


def command(*, root: bool) -> str:
    """Return what to type on Debian: sudo covers one command, not the one behind ``&&``."""
    return " && ".join(_STEPS if root else (f"sudo {step}" for step in _STEPS))


def _install() -> str:
    by_hand = command(root=True)
    print(f"== skopeo is missing, installing it: {by_hand}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in _STEPS:
        done = subprocess.run(
            step.split(), env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            said = done.stderr.strip()[-300:]
            raise LocalClusterError(f"{step} failed: {said}; once that is mended: {by_hand}")
    found = shutil.which("skopeo")
    if found is None:
        raise LocalClusterError(f"skopeo is still missing after: {by_hand}")
    return found
