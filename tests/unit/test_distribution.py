# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is installed: our top-level names are ours alone, and nothing of localcluster is shipped."""

import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

PROJECT = tomllib.loads((Path(__file__).parent.parent.parent / "pyproject.toml").read_text())
SHIPPED = PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def test_only_our_distribution_owns_our_names() -> None:
    owners = packages_distributions()
    assert {name: set(owners.get(name, [])) - {"bondstone"} for name in SHIPPED} == {
        name: set() for name in SHIPPED
    }


def test_what_is_for_this_machine_only_is_not_shipped() -> None:
    assert {"localcluster", "container", "demo", "bench", "tests", "docs"}.isdisjoint(SHIPPED)


def test_every_dependency_has_its_reason() -> None:
    text = (Path(__file__).parent.parent.parent / "pyproject.toml").read_text()
    wanted = [*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]]
    for requirement in wanted:
        (line,) = [line for line in text.splitlines() if f'"{requirement}",' in line]
        assert line.partition("#")[2].strip(), line


def test_the_image_is_built_from_every_folder_that_is_shipped() -> None:
    """What .dockerignore leaves out would be missing in the image, and found out there."""
    lines = (Path(__file__).parent.parent.parent / ".dockerignore").read_text().splitlines()
    assert {f"!{name}" for name in SHIPPED} <= set(lines)
