# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A tag authority beside the cluster, and a node whose service knows no tags."""

import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from localcluster.identities import node_identity
from localcluster.keylime.tag_authority import key_pair
from localcluster.world import World
from trust.names import TAG_PREFIX

NODE = "tpm-node"
EK, OTHER_EK = "ab" * 32, "cd" * 32
TAGS = "bondstone.dev/asset-tags"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagDesk:
    """Keys and the list of revocations in a folder, and the world that they count in."""

    world: World
    folder: Path

    def make(self) -> None:
        """Make the keys of the authority and of somebody else, and an empty list."""
        for name in ("key", "other-key"):
            private, public = key_pair()
            path = self.folder / f"{name}.pem"
            path.touch(0o600)
            path.write_bytes(private)
            (self.folder / f"{name}.pub").write_bytes(public)
        self.revoke()

    @property
    def authority(self) -> Path:
        """What the components believe."""
        return self.folder / "key.pub"

    @property
    def revocations(self) -> Path:
        """What they take as revoked."""
        return self.folder / "revoked.jwt"

    @property
    def services(self) -> Path:
        """Return the document of the one service that they ask."""
        return self.folder / "services.json"

    def identify(self) -> None:
        """Put the node into the inventory."""
        document = node_identity(NODE, ekHash=EK)
        self.world.cluster.kubectl("apply", "-f", "-", stdin=json.dumps(document))

    def issue(
        self, *, ek: str = EK, key: str = "key", valid_for: str = "1h", region: str = "EU"
    ) -> str:
        """Return a record as ``bondstone tags issue`` prints it."""
        return self._tags(
            "issue", f"--authority-key={self.folder / key}.pem", f"--ek-hash={ek}",
            f"--tag=region={region}", f"--valid-for={valid_for}",
        )  # fmt: skip

    def revoke(self, *records: str) -> None:
        """Revoke records, or make an empty list."""
        path = self.folder / "record.jwt"
        serials = []
        for record in records:
            path.write_text(record)
            said = json.loads(self._tags("show", str(path), "-o", "json"))
            serials.append(said["claims"]["jti"])
        key = f"--authority-key={self.folder}/key.pem"
        self._tags("revoke", key, f"--revocations={self.revocations}", *serials)

    def give(self, *records: str) -> None:
        """Give the node these records, and no other ones."""
        patch = json.dumps({"spec": {"tagRecords": list(records)}})
        self.world.cluster.kubectl("patch", "nodeidentity", NODE, "--type=merge", f"-p={patch}")

    def region(self) -> str:
        """Return the region that the hub has put on the node, empty where there is none."""
        key = f"{TAG_PREFIX}region".replace(".", r"\.")
        return self.world.kubectl("get", "node", NODE, f"-o=jsonpath={{.metadata.labels.{key}}}")

    def run(self, pod: str, image: str, *, namespace: str) -> None:
        """Create a pod that asks for region=EU itself."""
        said = self.world.kubectl(
            "-n", namespace, "run", pod, f"--image={image}", "--restart=Never",
            f"--annotations={TAGS}=region=EU",
        )  # fmt: skip
        assert "created" in said

    def wait_for_region(self, region: str) -> None:
        """Wait until the hub has marked the node so."""
        self.world.wait(lambda: self.region() == region, what=f"the node has region {region!r}")

    def _tags(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "cli", "tags", *arguments],
            capture_output=True, text=True, timeout=60, check=True,
        )  # fmt: skip
        return done.stdout.strip()


Runs = Callable[[], str]
"""Creates a pod that asks for region=EU, and returns its name."""
