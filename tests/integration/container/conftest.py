# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The image, built from this tree on a base of Debian's packages."""

import os
import subprocess
from dataclasses import dataclass

import pytest

from container.build import Image, Recipe, build_image
from container.debian_base import require_archive, require_base
from container.engine import Engine, require_podman
from container.errors import ContainerError
from container.source import read_source
from tests.integration.container.stores import kept_store

TAG = "localhost/bondstone:test"
SOMEBODY = 4711
"""A user and group that no file of the image knows."""
LIMITS = ("--ulimit=nofile=4096:4096", "--ulimit=nproc=2048:2048")
"""podman would raise both, which a machine without CAP_SYS_RESOURCE refuses."""
RESTRICTED = (
    "--rm", "--network=host", "--read-only", "--read-only-tmpfs=false", "--cap-drop=all",
    "--security-opt=no-new-privileges", f"--user={SOMEBODY}:{SOMEBODY}", *LIMITS,
)  # fmt: skip
"""As Pod Security *restricted* and a read-only root file system have it; nothing can be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """The image of this tree, and where it is."""

    engine: Engine
    image: Image
    base: str

    def program(self, *options: str) -> list[str]:
        """Return what stands before the arguments of bondstone in a restricted container."""
        return self.engine.command("run", *RESTRICTED, *options, self.image.id)

    def run(self, *arguments: str, entrypoint: str = "") -> subprocess.CompletedProcess[str]:
        """Run bondstone, or another program of the image, and return how it ended."""
        options = [f"--entrypoint={entrypoint}"] if entrypoint else []
        command = [*self.program(*options), *arguments]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture(scope="session")
def built() -> Built:
    """Return the image; layers of an earlier run are reused where nothing has changed."""
    try:
        engine = kept_store(require_podman())
        require_archive()
    except ContainerError as exc:
        pytest.skip(f"no image can be built here: {exc}")
    base = require_base(engine)
    source = read_source(os.environ)
    # By a name of its own it outlives the prune.
    kept = Recipe(base=base, tag=f"{TAG}-dependencies", target="dependencies")
    build_image(engine, kept, source, os.environ)
    image = build_image(engine, Recipe(base=base, tag=TAG), source, os.environ)
    engine.output("image", "prune", "--force")
    return Built(engine=engine, image=image, base=base)
