# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the hub compares our configurations with, written from the manifests."""

import json
from pathlib import Path

import yaml

from cluster.configurations import PLURALS
from trust.configuration import shape_of

FOLDERS = ("webhook", "admission-policies")


def shipped(root: Path) -> str:
    """Return the document: the shape of each configuration of the base, its order kept."""
    shapes = {}
    for folder in FOLDERS:
        for path in sorted((root / "manifests" / "base" / folder).glob("*.yaml")):
            for raw in yaml.safe_load_all(path.read_text()):
                if raw["kind"] in PLURALS:
                    shapes[f"{raw['kind']}/{raw['metadata']['name']}"] = shape_of(raw)
    return json.dumps(shapes, indent=1) + "\n"
