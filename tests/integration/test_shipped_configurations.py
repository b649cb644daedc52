# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Every overlay rendered by the real kubectl is what the hub compares with."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from cluster.configurations import PLURALS
from hub.configuration_watch import Called, shipped_shapes
from localcluster.scheduler import MANIFESTS
from tests.integration.test_manifests import of_kind, render
from trust.configuration import Shape, differences, shape_of


@pytest.mark.parametrize(("overlay", "url"), [("base", None), ("overlays/local", "https://x")])
def test_an_overlay_differs_in_how_the_webhook_is_called_alone(
    overlay: str, url: str | None
) -> None:
    shipped = shipped_shapes(Called(url=url))
    rendered = shapes(overlay)
    assert rendered.keys() == shipped.keys()
    for name, shape in rendered.items():
        found = [text for text in differences(shipped[name], shape) if "clientConfig" not in text]
        assert found == [], name


def test_the_variant_that_changes_pods_alone_is_what_the_hub_then_expects(tmp_path: Path) -> None:
    shutil.copytree(MANIFESTS, tmp_path / "manifests")
    overlay = tmp_path / "manifests" / "overlays" / "mine"
    overlay.mkdir()
    parts = {"resources": ["../../base"], "components": ["../../components/mutate-pods-only"]}
    (overlay / "kustomization.yaml").write_text(json.dumps(parts))
    assert shapes(str(overlay)) == shipped_shapes(Called(pods_only=True))
    (hub,) = [
        each
        for each in of_kind(render(str(overlay)), "Deployment")
        if each["metadata"]["name"] == "bondstone-hub"
    ]
    (container,) = hub["spec"]["template"]["spec"]["containers"]
    assert {"name": "BONDSTONE_HUB_MUTATE_PODS_ONLY", "value": "true"} in container["env"]


def shapes(folder: str) -> Mapping[str, Shape]:
    """Return what a folder has of ours, reduced as the hub does, by ``kind/name``."""
    return {
        f"{each['kind']}/{each['metadata']['name']}": shape_of(each)
        for each in of_kind(render(folder), *PLURALS)
    }
