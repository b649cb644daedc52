# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every example is a policy that our parser takes, and the last one has every field."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from trust.policy_document import parse_policy

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "manifests" / "examples"
EXAMPLES = sorted(FOLDER.glob("*.yaml"))


def fields(schema: dict[str, Any], path: str = "") -> set[str]:
    """Return the paths of a schema's fields, but for those whose keys are free."""
    found = set()
    for name, part in schema.get("properties", {}).items():
        found |= {f"{path}{name}", *fields(part, f"{path}{name}.")}
    return found


def written(document: dict[str, Any], path: str = "") -> set[str]:
    found = set()
    for name, part in document.items():
        found |= {f"{path}{name}"}
        if isinstance(part, dict):
            found |= written(part, f"{path}{name}.")
    return found


def test_there_are_examples_and_the_readme_names_their_folder() -> None:
    assert len(EXAMPLES) >= 5
    assert "](manifests/examples)" in (ROOT / "README.md").read_text()


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_is_explained_and_can_be_read(path: Path) -> None:
    text = path.read_text()
    assert text.startswith("# ")
    policy = parse_policy(yaml.safe_load(text))
    assert path.stem.endswith(policy.name)


def test_the_last_example_has_every_field_of_the_schema() -> None:
    crd = yaml.safe_load((ROOT / "manifests/base/crds/trustpolicies.yaml").read_text())
    schema = crd["spec"]["versions"][0]["schema"]["openAPIV3Schema"]["properties"]["spec"]
    missing = fields(schema) - written(yaml.safe_load(EXAMPLES[-1].read_text())["spec"])
    assert missing == {"match.podSelector.matchLabels"}  # as in the other selector
