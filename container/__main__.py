# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m container image|tools``: build the image, or fetch what its tests need."""

import argparse
import os
import sys
from pathlib import Path

from container.build import BASE_IMAGE, SBOM, Image, Recipe, build_image
from container.debian_base import require_archive, require_base
from container.engine import Engine, require_engine, require_podman
from container.errors import ContainerError
from container.source import ROOT, read_source

_DEBOOTSTRAP = "debootstrap"


def main() -> int:
    """Run one verb; 2 when it cannot be done, with a sentence that says what to do."""
    arguments = _parser().parse_args()
    try:
        return _tools() if arguments.verb == "tools" else _image(arguments)
    except ContainerError as exc:
        print(f"container: {exc}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _tools() -> int:
    podman = require_podman()
    print(f"== base image for tests {require_archive()}, engine {podman.path}")
    return 0


def _image(arguments: argparse.Namespace) -> int:
    engine = require_engine(os.environ)
    source = read_source(os.environ)
    base = require_base(engine) if arguments.base == _DEBOOTSTRAP else arguments.base
    tag = arguments.tag or f"localhost/bondstone:{source.version}"
    recipe = Recipe(base=base, tag=tag, fresh=arguments.fresh)
    image = build_image(engine, recipe, source, os.environ)
    bill = ROOT / "dist" / "bondstone.cdx.json"
    bill.parent.mkdir(exist_ok=True)
    _copy(engine, tag, SBOM, bill)
    if arguments.archive:
        arguments.archive.unlink(missing_ok=True)
        engine.output("save", "--output", str(arguments.archive), tag)
    _tell(engine, tag, image, bill)
    return 0


def _tell(engine: Engine, tag: str, image: Image, bill: Path) -> None:
    print(f"image   {tag}\nid      sha256:{image.id}")
    print(f"digest  {image.digest or 'none: docker keeps one only of images that were pushed'}")
    print(f"size    {image.size / 1e6:.0f} MB unpacked, the base included")
    print(f"SBOM    {bill}, and {SBOM} in the image")
    if not engine.reproducible:
        print("note    two builds by docker differ in instants; by podman they have one digest")


def _copy(engine: Engine, image: str, path: str, target: Path) -> None:
    """Copy a file of an image, from a container that is never started."""
    container = engine.output("create", image)
    try:
        engine.output("cp", f"{container}:{path}", str(target))
    finally:
        engine.output("rm", container)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m container", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("tools", help="install podman, and make a base image from Debian's packages")
    image = verbs.add_parser("image", help="build the image")
    image.add_argument(
        "--base",
        default=BASE_IMAGE,
        help=f"base image (default {BASE_IMAGE}); {_DEBOOTSTRAP} makes one from Debian's packages",
    )
    image.add_argument("--tag", help="name of the image (default localhost/bondstone:VERSION)")
    image.add_argument("--archive", type=Path, help="save it to this file, too, for kind and ctr")
    image.add_argument("--fresh", action="store_true", help="reuse nothing of an earlier build")
    return parser


if __name__ == "__main__":
    sys.exit(main())
