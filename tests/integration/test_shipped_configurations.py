# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every overlay rendered by the real kubectl is what the hub compares with."""

import pytest

from cluster.configurations import PLURALS
from hub.configuration_watch import Called, shipped_shapes
from tests.integration.test_manifests import of_kind, render
from trust.configuration import differences, shape_of


@pytest.mark.parametrize(("overlay", "url"), [("base", None), ("overlays/local", "https://x")])
def test_an_overlay_differs_in_how_the_webhook_is_called_alone(
    overlay: str, url: str | None
) -> None:
    shipped = shipped_shapes(Called(url=url))
    rendered = {
        f"{each['kind']}/{each['metadata']['name']}": shape_of(each)
        for each in of_kind(render(overlay), *PLURALS)
    }
    assert rendered.keys() == shipped.keys()
    for name, shape in rendered.items():
        found = [text for text in differences(shipped[name], shape) if "clientConfig" not in text]
        assert found == [], name
