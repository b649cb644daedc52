# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""skopeo, which encrypts images: a package of the system, not a Go module."""

import os
import shutil
import subprocess

from localcluster.errors import LocalClusterError

_COMMAND = "apt-get update && apt-get install --yes skopeo"


def require_skopeo() -> str:
    """Return the path of skopeo, installing it where we may.

    Raises:
        LocalClusterError: It is not there and cannot be installed; the text says how to.
    """
    return shutil.which("skopeo") or _install()


def _install() -> str:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise LocalClusterError(f"skopeo is missing: install it, on Debian with: sudo {_COMMAND}")
    print(f"== skopeo is missing, installing it: {_COMMAND}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-qq", "--yes", "skopeo"]):
        done = subprocess.run(
            ["apt-get", *arguments], env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise LocalClusterError(
                f"apt-get {' '.join(arguments)} failed: {done.stderr.strip()[-300:]}"
            )
    found = shutil.which("skopeo")
    if found is None:
        raise LocalClusterError(f"skopeo is still missing after: {_COMMAND}")
    return found
