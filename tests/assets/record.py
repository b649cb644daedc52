# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``make assets``: admission reviews and extender calls as the real programs send them.

Names of uids, times and tokens differ in every recording; they are replaced, so that two
recordings of one Kubernetes version are the same.
"""

import json
import re
from pathlib import Path
from typing import Any

from localcluster.bondstone import Bondstone, Sources
from localcluster.cluster import LocalCluster, running
from localcluster.reports import ReportsFile
from localcluster.waiting import wait_for
from tests.assets.acts import ACTS, MUTATED, TEMPLATES
from tests.assets.recorder import Sent, ordered, recording

FOLDER = Path(__file__).parent
_VARIABLE = (
    (re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"), "uid"),
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "2026-01-01T12:00:00Z"),
    (re.compile(r"kube-api-access-[a-z0-9]{5}"), "kube-api-access-xxxxx"),
    (re.compile(r'"resourceVersion": "\d+"'), '"resourceVersion": "1"'),
    (re.compile(r"X509SHA256=[0-9a-f]+"), "X509SHA256=0"),
    (re.compile(r'"nodeName": "m\d"'), '"nodeName": "m1"'),  # both nodes are as good
    (re.compile(r"daemon-[a-z0-9]{5}\b"), "daemon-xxxxx"),
    (re.compile(r'"(controller-revision-hash|pod-template-hash)": "[a-z0-9]+"'), r'"\1": "0"'),
)


def main() -> None:
    """Record everything."""
    with running() as cluster, recording(cluster) as sent:
        for node in ("m1", "m2"):
            cluster.nodes.add(node)
        reports = ReportsFile(cluster.folder / "reports.json")
        Bondstone(cluster, Sources(reports=reports.path)).install()
        # Nodes of these recordings are marked by hand: no hub runs here.
        cluster.kubectl("delete", "validatingadmissionpolicybinding", "node-marks.bondstone.dev")
        wait_for(lambda: _dry_run(cluster), seconds=30, what="webhooks are called")
        for name, act in ACTS.items():
            sent.clear()
            act(cluster)
            _keep(name, sent)
        for name, act in TEMPLATES.items():
            sent.clear()
            act(cluster)
            kind = name.partition("-")[0]
            wait_for(lambda kind=kind: _of_kind(kind, sent), seconds=30, what=f"{name} is sent")  # type: ignore[misc]
            _write("templates", name, ordered(_of_kind(kind, sent)[-1]))


def _dry_run(cluster: LocalCluster) -> bool:
    said = cluster.kubectl("run", "probe", "--image=x", "--dry-run=server", check=False)
    return "created" in said


def _keep(name: str, sent: Sent) -> None:
    """Write the last request of each kind that the act is about."""
    for verb, folder in (("filter", "extender"), ("preempt", "preemption")):
        if name.startswith(verb):
            _write(folder, name, _last(f"/{verb}", sent))
            return
    _write("reviews", name, _last("/validate", sent))
    if name in MUTATED:
        _write("mutations", name, _last("/mutate", sent))


def _of_kind(kind: str, sent: Sent) -> list[dict[str, Any]]:
    """Return what /mutate was asked about objects of a kind: their pods come soon after."""
    return [
        body
        for where, body in list(sent)
        if where.startswith("/mutate") and body["request"]["kind"]["kind"].lower() == kind
    ]


def _last(path: str, sent: Sent) -> dict[str, Any]:
    return ordered([each for where, each in list(sent) if where.startswith(path)][-1])


def _write(folder: str, name: str, body: dict[str, Any]) -> None:
    text = json.dumps(body, indent=1, sort_keys=True)
    for pattern, replacement in _VARIABLE:
        text = pattern.sub(replacement, text)
    (FOLDER / folder).mkdir(exist_ok=True)
    (FOLDER / folder / f"{name}.json").write_text(text + "\n")
    print(f"== recorded {folder}/{name}.json", flush=True)  # noqa: T201  for the person who waits


if __name__ == "__main__":
    main()
