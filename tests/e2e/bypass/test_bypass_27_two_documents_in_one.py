# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One digest reads as a good manifest here and as another image there."""

import json

import pytest

from images.media_types import OCI_INDEX
from tests.e2e.bypass.conftest import Create, Serve
from tests.unit.images.builders import asset

GUARD = "A document is refused that has the parts of another kind, or another type than it says."


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"manifests": []}, "has manifests"),
        ({"fsLayers": []}, "has fsLayers"),
        ({"schemaVersion": 1}, "its schemaVersion is not 2"),
        ({"mediaType": OCI_INDEX}, "its mediaType differs from its Content-Type"),
    ],
)
def test_a_document_of_two_kinds_is_refused(
    create: Create, serve: Serve, change: dict[str, object], text: str
) -> None:
    content = json.dumps({**json.loads(asset("manifest-jwe")), **change}).encode()
    said = create(containers=serve(content))
    assert "refuses this pod" in said
    assert text in said


def test_the_old_schema_is_refused(create: Create, serve: Serve) -> None:
    schema1 = "application/vnd.docker.distribution.manifest.v1+prettyjws"
    said = create(containers=serve(media_type=schema1))
    assert "is not that of an image or an index" in said
