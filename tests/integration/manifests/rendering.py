# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that a user can render: the base, each overlay, and each component on the base."""

import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from localcluster.binaries import locate_binaries
from localcluster.scheduler import MANIFESTS

Document = dict[str, Any]
_NEED = {
    "components/keylime-hints": ("components/keylime",),
    "components/openshift-secondary-scheduler": ("components/openshift",),
}
"""Components that are listed after others."""


def renderings() -> list[str]:
    """Return the folders, below ``manifests``."""
    overlays = sorted(path.parent for path in MANIFESTS.glob("overlays/*/kustomization.yaml"))
    components = sorted(path.parent for path in MANIFESTS.glob("components/*/kustomization.yaml"))
    return ["base", *(str(each.relative_to(MANIFESTS)) for each in (*overlays, *components))]


@cache
def rendered(folder: str) -> tuple[Document, ...]:
    """Return what kubectl makes of a folder; of a component, on top of the base."""
    if not folder.startswith("components/"):
        return _kustomize(MANIFESTS / folder)
    return on_base(*_NEED.get(folder, ()), folder)


@cache
def on_base(*components: str) -> tuple[Document, ...]:
    """Return what kubectl makes of the base with components."""
    listed = [f"../../{each}" for each in components]
    return kustomized({"resources": ["../../base"], "components": listed})


def kustomized(kustomization: Document) -> tuple[Document, ...]:
    """Return what kubectl makes of an overlay that somebody wrote beside ours."""
    with TemporaryDirectory() as folder:
        shutil.copytree(MANIFESTS, Path(folder) / "manifests")
        overlay = Path(folder) / "manifests" / "overlays" / "a-users"
        overlay.mkdir()
        (overlay / "kustomization.yaml").write_text(yaml.safe_dump(kustomization))
        return _kustomize(overlay)


def _kustomize(folder: Path) -> tuple[Document, ...]:
    kubectl = locate_binaries()["kubectl"]
    done = subprocess.run(
        [kubectl, "kustomize", folder], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return tuple(yaml.safe_load_all(done.stdout))


def of(documents: tuple[Document, ...], *kinds: str) -> list[Document]:
    """Return those of some kinds."""
    return [document for document in documents if document["kind"] in kinds]


def named(documents: tuple[Document, ...], kind: str, name: str) -> Document:
    """Return the one of a kind and name; generated names lose the hash at their end."""
    (found,) = (
        each
        for each in of(documents, kind)
        if each["metadata"]["name"] == name
        or (kind == "ConfigMap" and each["metadata"]["name"].rpartition("-")[0] == name)
    )
    return found


def pod_templates(documents: tuple[Document, ...]) -> Iterator[tuple[str, Document]]:
    """Yield the name and the template of everything that makes pods."""
    for document in of(documents, "Deployment", "StatefulSet", "DaemonSet", "Job"):
        yield f"{document['kind']}/{document['metadata']['name']}", document["spec"]["template"]
    for document in of(documents, "CronJob"):
        template = document["spec"]["jobTemplate"]["spec"]["template"]
        yield f"CronJob/{document['metadata']['name']}", template
