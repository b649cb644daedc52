# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Builds the image from the Dockerfile."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from container.engine import Engine
from container.errors import ContainerError
from container.pip_settings import write_pip_secrets
from container.source import ROOT, Source

BASE_IMAGE = "python:3.11-slim-bookworm"
"""Debian slim with the Python that every test runs; the Dockerfile says the same."""
SBOM = "/opt/bondstone/sbom.cdx.json"
"""Where the bill of materials is in the image."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """An image in the engine's store.

    Attributes:
        id: sha256 of its configuration, without the algorithm; names it in the store.
        digest: Of its manifest, ``sha256:…``; empty where the engine keeps none (docker).
        size: Bytes of all its layers, unpacked.
    """

    id: str
    digest: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How to build: on which base, under which tag, and whether from nothing.

    Attributes:
        base: Image that holds Python.
        tag: Name of the result.
        fresh: Reuse no layer of an earlier build.
        target: Stage of the Dockerfile to end with; None for the image itself.
    """

    base: str
    tag: str
    fresh: bool = False
    target: str | None = None


def build_image(
    engine: Engine, recipe: Recipe, source: Source, environment: Mapping[str, str]
) -> Image:
    """Build the image, with the engine's output shown.

    Args:
        engine: What builds.
        recipe: How.
        source: What this tree is.
        environment: Of this process, for pip's settings.

    Raises:
        ContainerError: It could not be built.
    """
    with tempfile.TemporaryDirectory(prefix="bondstone-build-") as folder:
        secrets = write_pip_secrets(Path(folder), environment)
        code = engine.shown([*_arguments(engine, recipe, source, secrets)])
    if code:
        raise ContainerError(_failed(engine, recipe, code))
    return inspect_image(engine, recipe.tag)


def inspect_image(engine: Engine, name: str) -> Image:
    """Return what the engine's store says of an image.

    Raises:
        ContainerError: It is not there.
    """
    digest = "{{.Digest}}" if engine.name == "podman" else ""
    form = f"{{{{.Id}}}} {{{{.Size}}}} {digest}"
    identity, size, *rest = engine.output("image", "inspect", "--format", form, name).split()
    return Image(
        id=identity.removeprefix("sha256:"), size=int(size), digest=rest[0] if rest else ""
    )


def _arguments(
    engine: Engine, recipe: Recipe, source: Source, secrets: Mapping[str, Path]
) -> Iterator[str]:
    created = datetime.fromtimestamp(source.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    # The index is reached as from here, on this machine's loopback as well.
    yield from ("build", "--network=host", f"--tag={recipe.tag}")
    if recipe.fresh:
        yield "--no-cache"
    if recipe.target is not None:
        yield f"--target={recipe.target}"
    if engine.reproducible:
        yield f"--timestamp={source.epoch}"
    for name, path in secrets.items():
        yield f"--secret=id={name},src={path}"
    arguments = {
        "BASE_IMAGE": recipe.base,
        "SOURCE_DATE_EPOCH": str(source.epoch),
        "VERSION": source.version,
        "REVISION": source.revision,
        "CREATED": created,
    }
    for name, value in arguments.items():
        yield f"--build-arg={name}={value}"
    yield str(ROOT)


def _failed(engine: Engine, recipe: Recipe, code: int) -> str:
    text = f"{engine.name} build ended with code {code}, its last lines say why"
    if engine.has(recipe.base):
        return text
    return (
        f"{text}; the base image {recipe.base} is not here and may not have been to be had: "
        "name one that is with BASE_IMAGE, or make one from Debian's packages and build on it "
        "with: make image BASE_IMAGE=debootstrap"
    )
