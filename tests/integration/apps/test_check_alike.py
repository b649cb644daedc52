# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone check`` says of a pod what the webhook says, of registries and of OCI layouts."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from localcluster.images import Images
from localcluster.layout import Recipe
from localcluster.packages import require_skopeo
from localcluster.registry import LocalRegistry
from localcluster.world import POLICY
from tests.integration.apps.recordings import review
from tests.integration.apps.reviewing import ask, mutated
from tests.integration.apps.servers import Servers

BOTH = ("linux/amd64", "linux/arm64")
EXPECTED = {
    "encrypted": (0, ""),
    "plain": (1, "layer-not-encrypted"),
    "partial": (1, "layer-not-encrypted"),
    "every-platform": (0, ""),
    "mixed": (1, "layer-not-encrypted"),
    "away": (2, "image-unavailable"),
}


@pytest.fixture(scope="module")
def references(servers: Servers) -> dict[str, str]:
    """Return an image of each kind."""
    cluster = servers.cluster
    registry = LocalRegistry(
        host=servers.plain.reference.partition("/")[0],
        ca=cluster.pki.ca,
        process=servers.bondstone.processes["webhook"],  # it is there already
        login=None,
        folder=cluster.folder / "registry",
    )
    images = Images(registry)
    return {
        "encrypted": servers.encrypted.reference,
        "plain": servers.plain.reference,
        "partial": images.encrypted("check/partial:1", layer="-1").reference,
        "every-platform": images.encrypted("check/whole:1", Recipe(platforms=BOTH)).reference,
        "mixed": images.mixed_index("check/mixed:1").reference,
        "away": servers.away.reference,
    }


def checked(folder: Path, document: dict[str, Any], *arguments: str) -> tuple[int, list[str]]:
    """Return exit code and codes of the command."""
    pod = {"apiVersion": "v1", "kind": "Pod", **document}
    (folder / "pod.json").write_text(json.dumps(pod))
    (folder / "policy.yaml").write_text(POLICY)
    command = [sys.executable, "-m", "cli", "check", "-f", str(folder / "pod.json"), "-o", "json"]
    command += ["--policy", str(folder / "policy.yaml"), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    answer = json.loads(done.stdout)
    return done.returncode, [each["code"] for each in answer["findings"]]


def registries_file(servers: Servers, folder: Path) -> str:
    hosts = {one.reference.partition("/")[0] for one in (servers.plain, servers.away)}
    entries = {host: {"caFile": str(servers.cluster.pki.ca)} for host in hosts}
    path = folder / "registries.json"
    path.write_text(json.dumps({"registries": entries}))
    return f"--registries-file={path}"


@pytest.mark.parametrize("kind", EXPECTED)
def test_the_same_pod_has_the_same_codes(
    servers: Servers, references: dict[str, str], tmp_path: Path, kind: str
) -> None:
    asked = review("mutations/create", main=references[kind])
    answer = ask(servers, "/validate", mutated(servers, asked))
    document = asked["request"]["object"]
    document["metadata"]["namespace"] = asked["request"]["namespace"]
    code, codes = checked(tmp_path, document, registries_file(servers, tmp_path))
    assert ",".join(codes) == answer["auditAnnotations"].get("findings", "")
    assert (code, ",".join(codes)) == EXPECTED[kind]


@pytest.mark.parametrize("kind", sorted(EXPECTED.keys() - {"away"}))
def test_a_layout_that_skopeo_writes_is_judged_as_its_registry(
    servers: Servers, references: dict[str, str], tmp_path: Path, kind: str
) -> None:
    certificates = tmp_path / "certificates"
    certificates.mkdir()
    (certificates / "ca.crt").write_bytes(servers.cluster.pki.ca.read_bytes())
    layout = tmp_path / "layout"
    subprocess.run(
        [
            require_skopeo(), "copy", "--all", "--quiet", "--insecure-policy",
            "--src-cert-dir", str(certificates),
            f"docker://{references[kind]}", f"oci:{layout}",
        ],
        check=True,
        timeout=120,
    )  # fmt: skip
    asked = review("mutations/create", main=references[kind])
    document = asked["request"]["object"]
    document["metadata"]["namespace"] = asked["request"]["namespace"]
    given = checked(tmp_path, document, f"--oci-layout={references[kind]}={layout}")
    assert (given[0], ",".join(given[1])) == EXPECTED[kind]
