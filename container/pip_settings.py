# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Where wheels come from: pip's settings on this machine, handed to the build as secrets.

A build argument or a file that is copied would stay in the image or its history; a secret is there
for one instruction and in no layer. What is written names files as the Dockerfile mounts them.
"""

import ast
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from container.errors import ContainerError

CONFIGURATION = "pip.conf"
AUTHORITIES = "pip.pem"
"""Secrets of the build, by id: ``/run/secrets/ID`` there."""
_PASSED = (
    "index-url", "extra-index-url", "find-links", "trusted-host", "proxy", "no-index", "timeout",
    "default-timeout", "retries",
)  # fmt: skip
_SECTIONS = ("global", "install", ":env:")
"""Weakest first."""


def write_pip_secrets(folder: Path, environment: Mapping[str, str]) -> dict[str, Path]:
    """Write this machine's pip settings as files for the build, and return them by secret id.

    Args:
        folder: Only ours to read, and gone after the build.
        environment: Of this process.

    Raises:
        ContainerError: pip does not tell its settings, or names authorities that are no file.
    """
    asked = [sys.executable, "-m", "pip", "config", "list"]
    done = subprocess.run(asked, env=dict(environment), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ContainerError(f"pip config list failed: {done.stderr.strip()[-300:]}")
    settings = read_settings(done.stdout)
    text, authorities = configuration(settings, environment)
    secrets = {CONFIGURATION: folder / CONFIGURATION}
    _write(secrets[CONFIGURATION], text.encode())
    if authorities is not None:
        secrets[AUTHORITIES] = folder / AUTHORITIES
        try:
            _write(secrets[AUTHORITIES], authorities.read_bytes())
        except OSError as exc:
            raise ContainerError(
                f"pip's authorities (cert) are not readable: {authorities}: {exc.strerror}"
            ) from exc
    return secrets


def read_settings(listed: str) -> dict[str, str]:
    """Return what counts for ``pip install``, from what ``pip config list`` prints."""
    found: dict[str, dict[str, str]] = {section: {} for section in _SECTIONS}
    for line in listed.splitlines():
        key, _, value = line.partition("=")
        section, _, name = key.rpartition(".")
        if section in found:
            found[section][name] = str(ast.literal_eval(value))
    return {name: value for section in _SECTIONS for name, value in found[section].items()}


def configuration(
    settings: Mapping[str, str], environment: Mapping[str, str]
) -> tuple[str, Path | None]:
    """Return the pip.conf of the build, and the file of authorities that it speaks of.

    Folders of this machine among ``find-links`` are left out: the build does not see them.
    """
    lines = ["[global]"]
    for name in _PASSED:
        words = settings.get(name, "").split()
        if name == "find-links":
            words = [word for word in words if "://" in word and not word.startswith("file:")]
        if words:
            lines.append(f"{name} = {' '.join(words)}")
    named = (
        settings.get("cert")
        or environment.get("REQUESTS_CA_BUNDLE")
        or environment.get("SSL_CERT_FILE")
    )
    if named:
        lines.append(f"cert = /run/secrets/{AUTHORITIES}")
    return "\n".join(lines) + "\n", Path(named) if named else None


def _write(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
