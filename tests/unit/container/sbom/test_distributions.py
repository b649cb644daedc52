# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Each installed distribution becomes a component, with what its metadata says."""

from pathlib import Path

import pytest

from container.sbom.components import Component
from container.sbom.distributions import archive_hashes, distribution_components


def install(packages: Path, name: str, *fields: str) -> None:
    """Write the metadata of a distribution of version 1."""
    folder = packages / f"{name}-1.dist-info"
    folder.mkdir(parents=True)
    head = ["Metadata-Version: 2.4", f"Name: {name}", "Version: 1"]
    (folder / "METADATA").write_text("\n".join([*head, *fields, "", "Text: none\n"]))


def test_names_are_canonical_and_needs_are_those_that_count_here(tmp_path: Path) -> None:
    install(
        tmp_path,
        "Some_Thing",
        "License-Expression: MIT",
        "Requires-Dist: other.one>=1",
        "Requires-Dist: absent",
        'Requires-Dist: other.one; python_version < "3"',
        'Requires-Dist: third; extra == "more"',
    )
    install(tmp_path, "other.one")
    install(tmp_path, "third")
    other, some, third = distribution_components(tmp_path, {"some-thing": "ab" * 32})
    assert some == Component(
        type="library",
        name="some-thing",
        version="1",
        purl="pkg:pypi/some-thing@1",
        license="MIT",
        expression=True,
        sha256="ab" * 32,
        needs=("pkg:pypi/other-one@1",),
    )
    assert [other.purl, third.purl] == ["pkg:pypi/other-one@1", "pkg:pypi/third@1"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (["Classifier: License :: OSI Approved :: MIT License", "License: x"], "MIT License"),
        (["Classifier: License :: OSI Approved", "License: BSD-3-Clause"], "BSD-3-Clause"),
        ([f"License: {'words ' * 20}"], None),
        ([], None),
    ],
)
def test_older_fields_name_a_licence(
    tmp_path: Path, fields: list[str], expected: str | None
) -> None:
    install(tmp_path, "one", *fields)
    (one,) = distribution_components(tmp_path, {})
    assert (one.license, one.expression, one.sha256) == (expected, False, None)


def test_of_pips_report_only_hashes_are_taken() -> None:
    archive = {"url": "https://index.example/x.whl", "archive_info": {"hashes": {"sha256": "ab"}}}
    report = {"install": [{"metadata": {"name": "Some_Thing"}, "download_info": archive}]}
    assert archive_hashes(report) == {"some-thing": "ab"}
