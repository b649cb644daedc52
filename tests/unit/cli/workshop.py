# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A folder with a policy and images, in which ``bondstone check`` runs."""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from cli.main import bondstone
from tests.unit.check.layouts import put_layout, with_layers_here
from tests.unit.images.builders import asset

POLICY = """
apiVersion: bondstone.dev/v1alpha1
kind: TrustPolicy
metadata: {name: payments}
spec:
  mode: MODE
  match: {namespaceSelector: {matchLabels: {team: payments}}}
  images: {encryption: Required, keyProviders: [jwe]}
  nodes: {trust: Required, assetTags: {region: [EU]}}
"""
NAMESPACE = "apiVersion: v1\nkind: Namespace\nmetadata: {name: pay, labels: {team: payments}}\n"
POD = """---
apiVersion: v1
kind: Pod
metadata: {name: api, namespace: pay}
spec: {containers: [{name: api, image: "registry.example/shop/IMAGE"}]MORE}
"""
REPORTS = """
apiVersion: bondstone.dev/v1alpha1
kind: NodeReports
reports: [{node: m1, trusted: true, attestedAt: "ATTESTED",
  expiresAt: "EXPIRES", assetTags: {region: REGION}}]
"""


class Workshop:
    """A folder with a policy, layouts of a good and a bad image, and a command.

    Args:
        folder: To write to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        good, bad = folder / "good", folder / "bad"
        put_layout(good, with_layers_here(good, asset("manifest-jwe")))
        put_layout(bad, asset("manifest-plain"))
        self.write("policy.yaml", POLICY.replace("MODE", "Enforce"))

    def write(self, name: str, text: str) -> Path:
        """Write a file."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        return path

    def layout(self, name: str) -> str:
        """Return the option that takes an image from its layout."""
        return f"--oci-layout=registry.example/shop/{name}={self.folder / name}"

    def check(self, text: str, *arguments: str, policy: str = "policy.yaml") -> Result:
        """Check manifests given on standard input; images of the shop are in layouts."""
        layouts = [self.layout(name) for name in ("good", "bad") if f"shop/{name}" in text]
        named = ["check", "-f", "-", f"--policy={self.folder / policy}", *layouts, *arguments]
        return CliRunner().invoke(bondstone, named, input=text)

    def judge(self, text: str, *arguments: str) -> tuple[int, str, list[tuple[str, str]]]:
        """Return exit code, verdict, and code and object of each Finding."""
        result = self.check(text, "-o", "json", *arguments)
        document: dict[str, Any] = json.loads(result.stdout)
        assert document.keys() == {"verdict", "findings"}
        for each in document["findings"]:
            assert each.keys() == {"code", "detail", "object"}
        found = [(each["code"], each["object"]) for each in document["findings"]]
        return result.exit_code, document["verdict"], found


def pod(image: str, more: str = "") -> str:
    """Return a Pod in a protected namespace."""
    return NAMESPACE + POD.replace("IMAGE", image).replace("MORE", more)
