# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The program that builds and runs containers here: podman, or docker where its daemon answers."""

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from container.errors import ContainerError
from localcluster.errors import LocalClusterError
from localcluster.packages import require_programs

_KNOWN = ("podman", "docker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """One of the two.

    Attributes:
        name: podman or docker.
        path: Of the program.
        options: That stand before every verb; of podman ``--root``, a store of its own.
    """

    name: str
    path: str
    options: tuple[str, ...] = ()

    @property
    def reproducible(self) -> bool:
        """Whether two builds give one digest: podman sets every instant in an image, see README."""
        return self.name == "podman"

    def command(self, *arguments: str) -> list[str]:
        """Return what to run for one of its verbs."""
        return [self.path, *self.options, *arguments]

    def output(self, *arguments: str) -> str:
        """Run it and return what it printed.

        Raises:
            ContainerError: It failed.
        """
        command = self.command(*arguments)
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            said = done.stderr.strip()[-500:]
            raise ContainerError(f"{self.name} {' '.join(arguments[:2])} failed: {said}")
        return done.stdout.strip()

    def shown(self, arguments: Sequence[str]) -> int:
        """Run it with its output shown, and return its exit code."""
        # docker older than 23 builds without BuildKit unless it is told; podman does not care.
        environment = {**os.environ, "DOCKER_BUILDKIT": "1"}
        command = self.command(*arguments)
        return subprocess.run(command, env=environment, check=False).returncode

    def has(self, image: str) -> bool:
        """Return whether an image is in its store."""
        command = self.command("image", "inspect", image)
        return subprocess.run(command, capture_output=True, check=False).returncode == 0


def require_engine(environment: Mapping[str, str]) -> Engine:
    """Return the engine that CONTAINER_ENGINE names, else podman, else a docker that answers.

    Where there is neither, podman is installed if we may.

    Raises:
        ContainerError: There is none, and none can be installed; the text says how to.
    """
    named = environment.get("CONTAINER_ENGINE")
    if named:
        path = shutil.which(named) if named in _KNOWN else None
        if path is None:
            raise ContainerError(
                f"CONTAINER_ENGINE={named} is no program that is known here: use podman or docker"
            )
        return Engine(name=named, path=path)
    docker = shutil.which("docker")
    if shutil.which("podman") is None and docker is not None and _answers(docker):
        return Engine(name="docker", path=docker)
    return require_podman()


def require_podman() -> Engine:
    """Return podman, installed where it is missing and we may.

    Raises:
        ContainerError: It is not there and cannot be installed; the text says how to.
    """
    try:
        return Engine(name="podman", path=require_programs(["podman"])["podman"])
    except LocalClusterError as exc:
        raise ContainerError(f"{exc} (a docker whose daemon answers does as well)") from exc


def _answers(docker: str) -> bool:
    asked = [docker, "version", "--format", "{{.Server.Version}}"]
    return subprocess.run(asked, capture_output=True, check=False).returncode == 0
