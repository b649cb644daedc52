# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's servers, installed once from PyPI into an environment of their own in the cache.

Its wheel names no dependencies, so the lock file has them all, with hashes. And it imports ``gpg``
for signed runtime policies, which no wheel on PyPI offers and Debian only builds for its own
Python: a module of that name stands there that refuses every use, as we sign no such policies.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from localcluster.build import alone
from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder, make_folder
from localcluster.packages import require_programs

VERSION = "7.14.3"
_LOCK = Path(__file__).parents[2] / "locks" / "keylime.txt"
_NO_GPG = '''"""Stands for gpg, which checks signatures of runtime policies: here there are none."""


def __getattr__(name):
    raise NotImplementedError(f"gpg.{name} is not there: sign no runtime policies in this Keylime")
'''


def require_keylime() -> Path:
    """Return the Python that has Keylime, installing it and the TPM's programs where needed.

    Raises:
        LocalClusterError: Something cannot be installed; the text says what to do.
    """
    require_programs(["swtpm", "tpm2"])
    folder = _folder()
    python = folder / "bin" / "python"
    if python.exists():
        return python
    make_folder(folder.parent)
    with alone(folder.parent / ".keylime.lock"):
        if not python.exists():
            print(f"== installing Keylime {VERSION} once into {folder} (half a minute)", flush=True)
            _install(folder)
    return python


def _folder() -> Path:
    """Return the folder of this very lock file and Python; others have another."""
    pins = hashlib.sha256(_LOCK.read_bytes() + _NO_GPG.encode())
    pins.update(f"{sys.version} {sys.base_prefix}".encode())
    return cache_folder() / f"keylime-{VERSION}-{pins.hexdigest()[:12]}"


def _install(folder: Path) -> None:
    """Install beside the place, then rename: it is there whole or not at all."""
    partial = folder.with_name(f".{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    _run(["-m", "venv", "--without-pip", str(partial)])
    python = partial / "bin" / "python"
    pip = ["-m", "pip", "--disable-pip-version-check", "--python", str(python), "install"]
    _run([*pip, "--quiet", "--no-deps", "--require-hashes", "--requirement", str(_LOCK)])
    packages = next(partial.glob("lib/python*/site-packages"))
    (packages / "gpg.py").write_text(_NO_GPG)
    _run(["-c", "import keylime.web"], python=python)
    partial.rename(folder)


def _run(arguments: list[str], *, python: Path | None = None) -> None:
    command = [str(python or sys.executable), *arguments]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LocalClusterError(
            f"installing Keylime {VERSION} failed: {' '.join(arguments)}: "
            f"{(done.stderr or done.stdout).strip()[-1500:]}"
        )
