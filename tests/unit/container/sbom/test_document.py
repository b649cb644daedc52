# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Equal components and instants give equal documents, others do not."""

from dataclasses import replace
from datetime import UTC, datetime

from container.sbom.components import Component
from container.sbom.document import document

MADE = datetime(2026, 1, 1, tzinfo=UTC)
OWN = Component(type="library", name="bondstone", version="2", purl="pkg:pypi/bondstone@2")
OTHER = Component(
    type="library",
    name="other",
    version="1",
    purl="pkg:pypi/other@1",
    license="MIT License",
    sha256="ab" * 32,
    needs=(OWN.purl,),
)


def test_it_says_what_the_image_is_and_what_is_in_it() -> None:
    made = document([OWN, replace(OTHER, license="MIT", expression=True)], made=MADE)
    assert (made["bomFormat"], made["specVersion"]) == ("CycloneDX", "1.6")
    assert made["metadata"]["timestamp"] == "2026-01-01T00:00:00Z"
    assert made["metadata"]["component"]["version"] == "2"
    assert made["components"][1] == {
        "type": "library",
        "bom-ref": "pkg:pypi/other@1",
        "name": "other",
        "version": "1",
        "purl": "pkg:pypi/other@1",
        "licenses": [{"expression": "MIT"}],
        "hashes": [{"alg": "SHA-256", "content": "ab" * 32}],
    }
    assert made["dependencies"] == [
        {"ref": "image:bondstone", "dependsOn": [OWN.purl, OTHER.purl]},
        {"ref": OWN.purl, "dependsOn": []},
        {"ref": OTHER.purl, "dependsOn": [OWN.purl]},
    ]


def test_a_licence_that_is_no_expression_is_a_name() -> None:
    (_, other) = document([OWN, OTHER], made=MADE)["components"]
    assert other["licenses"] == [{"license": {"name": "MIT License"}}]


def test_its_serial_number_changes_with_its_content_alone() -> None:
    one, again = document([OWN, OTHER], made=MADE), document([OWN, OTHER], made=MADE)
    assert one == again
    assert one["serialNumber"].startswith("urn:uuid:")
    assert document([OWN], made=MADE)["serialNumber"] != one["serialNumber"]
