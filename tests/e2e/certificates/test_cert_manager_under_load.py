# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""cert-manager's real controllers and CA injector do the same with our component, unnoticed."""

import json
from collections.abc import Iterator, Mapping

import pytest

from localcluster.cert_manager import start_cert_manager
from localcluster.process import Process
from localcluster.world import World
from tests.e2e.certificates.watching import Watching
from tests.e2e.certificates.world import Certified, certified_running
from tests.e2e.starting import begun

ROTATIONS = 2
_AUTHORITY = {"duration": "300s", "renewBefore": "240s"}
"""Renewed each minute; a scheduler that has read the first one may run for five."""
_LEAF = {"duration": "30s", "renewBefore": "10s"}


def issue(world: World) -> Process:
    """Start cert-manager, and apply our component with lifetimes of a minute."""
    process = start_cert_manager(world.cluster)
    overlays = world.cluster.folder / "bondstone" / "manifests" / "overlays"
    folder = overlays / "cert-manager-in-a-minute"
    folder.mkdir()
    patches = [
        _patch("bondstone-ca", _AUTHORITY),
        _patch("bondstone-(webhook|extender|hub)", {**_LEAF, "ipAddresses": ["127.0.0.1"]}),
        _patch("bondstone-extender-client", _LEAF),
    ]
    kustomization = {
        "resources": ["../local"],
        "components": ["../../components/certs-cert-manager"],
        "patches": patches,
    }
    (folder / "kustomization.yaml").write_text(json.dumps(kustomization))
    world.cluster.kubectl("apply", "-k", str(folder))
    return process


def _patch(name: str, change: Mapping[str, object]) -> dict[str, object]:
    operations = [
        {"op": "add", "path": f"/spec/{key}", "value": value} for key, value in change.items()
    ]
    return {"target": {"kind": "Certificate", "name": name}, "patch": json.dumps(operations)}


@pytest.fixture(scope="module")
def certified() -> Iterator[Certified]:
    with begun(certified_running(issue)) as started:
        yield started


def test_two_renewals_of_the_authority_fail_no_request(certified: Certified) -> None:
    image = certified.world.images.encrypted("shop/rotating:1")
    watching = Watching(certified)

    def renewed() -> bool:
        leaves = min(watching.exchanged(end) for end in ("webhook", "extender-client"))
        return watching.exchanged("authority") >= ROTATIONS and leaves >= 2 * ROTATIONS

    watching.run(image, renewed)
