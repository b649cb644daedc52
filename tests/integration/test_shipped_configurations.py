# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every overlay rendered by the real kubectl is what the hub compares with."""

from collections.abc import Mapping

import pytest

from cluster.configurations import PLURALS
from hub.configuration_watch import Called, shipped_shapes
from tests.integration.manifests.rendering import Document, named, of, rendered
from trust.configuration import Shape, differences, shape_of


@pytest.mark.parametrize(("overlay", "url"), [("base", None), ("overlays/local", "https://x")])
def test_an_overlay_differs_in_how_the_webhook_is_called_alone(
    overlay: str, url: str | None
) -> None:
    shipped = shipped_shapes(Called(url=url))
    found = shapes(rendered(overlay))
    assert found.keys() == shipped.keys()
    for name, shape in found.items():
        other = [text for text in differences(shipped[name], shape) if "clientConfig" not in text]
        assert other == [], name


def test_the_variant_that_changes_pods_alone_is_what_the_hub_then_expects() -> None:
    documents = rendered("components/mutate-pods-only")
    assert shapes(documents) == shipped_shapes(Called(pods_only=True))
    hub = named(documents, "Deployment", "bondstone-hub")
    (container,) = hub["spec"]["template"]["spec"]["containers"]
    assert {"name": "BONDSTONE_HUB_MUTATE_PODS_ONLY", "value": "true"} in container["env"]


def shapes(documents: tuple[Document, ...]) -> Mapping[str, Shape]:
    """Return what is rendered of ours, reduced as the hub does, by ``kind/name``."""
    return {
        f"{each['kind']}/{each['metadata']['name']}": shape_of(each)
        for each in of(documents, *PLURALS)
    }
