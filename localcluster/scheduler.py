# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The second scheduler's configuration: the one that is shipped, with this cluster's places."""

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from localcluster.pki import Pki
from localcluster.ports import HOST

MANIFESTS = Path(__file__).parent.parent / "manifests"


def write_scheduler_configuration(
    folder: Path, *, kubeconfig: Path, pki: Pki, port: int, changes: Mapping[str, object]
) -> Path:
    """Read ``manifests/base/scheduler-config.yaml``, change places only, and write it.

    Args:
        folder: The run's folder.
        kubeconfig: Of the scheduler.
        pki: Certificates of the hop to the extender.
        port: Of the extender.
        changes: Settings of the extender that a test wants otherwise.
    """
    shipped = yaml.safe_load((MANIFESTS / "base" / "scheduler-config.yaml").read_text())
    shipped["clientConnection"] = {"kubeconfig": str(kubeconfig)}
    shipped["leaderElection"] = {"leaderElect": False}
    extender = shipped["extenders"][0]
    extender["urlPrefix"] = f"https://{HOST}:{port}"
    extender["tlsConfig"] = {
        "caFile": str(pki.ca),
        "certFile": str(pki.certificate("extender-client")),
        "keyFile": str(pki.key("extender-client")),
    }
    extender |= changes
    path = folder / "bondstone-scheduler.json"
    path.write_text(json.dumps(shipped, indent=1))
    return path
