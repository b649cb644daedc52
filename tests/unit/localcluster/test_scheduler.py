# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The second scheduler runs with the shipped configuration: only places are replaced."""

import json
from pathlib import Path

import pytest
import yaml

from localcluster.pki import Pki
from localcluster.scheduler import MANIFESTS, write_scheduler_configuration

PLACES = ("urlPrefix", "tlsConfig")
Document = dict[str, object]


@pytest.fixture
def shipped() -> Document:
    text = (MANIFESTS / "base" / "scheduler-config.yaml").read_text()
    document: Document = yaml.safe_load(text)
    return document


def write(folder: Path, **changes: object) -> Document:
    path = write_scheduler_configuration(
        folder,
        kubeconfig=folder / "scheduler.kubeconfig",
        pki=Pki(folder, server="https://127.0.0.1:6443"),
        port=8443,
        changes=changes,
    )
    document: Document = json.loads(path.read_text())
    return document


@pytest.fixture
def written(tmp_path: Path) -> Document:
    return write(tmp_path)


def extender_of(document: Document) -> Document:
    extenders = document["extenders"]
    assert isinstance(extenders, list)
    assert len(extenders) == 1
    extender: Document = extenders[0]
    return extender


def test_what_is_shipped_fails_closed_and_verifies_the_extender(shipped: Document) -> None:
    extender = extender_of(shipped)
    tls = extender["tlsConfig"]
    assert isinstance(tls, dict)
    assert extender["ignorable"] is False
    assert extender["enableHTTPS"] is True
    assert extender["nodeCacheCapable"] is True
    assert (extender["filterVerb"], extender["preemptVerb"]) == ("filter", "preempt")
    assert {"caFile", "certFile", "keyFile"} == set(tls)


def test_only_places_differ_from_what_is_shipped(shipped: Document, written: Document) -> None:
    ours, theirs = extender_of(written), extender_of(shipped)
    assert {k: v for k, v in ours.items() if k not in PLACES} == {
        k: v for k, v in theirs.items() if k not in PLACES
    }
    assert written["profiles"] == shipped["profiles"]
    assert set(written) == {*shipped, "clientConnection"}


def test_the_places_are_this_cluster_s(written: Document, tmp_path: Path) -> None:
    extender = extender_of(written)
    tls = extender["tlsConfig"]
    assert isinstance(tls, dict)
    assert extender["urlPrefix"] == "https://127.0.0.1:8443"
    assert all(Path(path).parent == tmp_path and Path(path).is_file() for path in tls.values())
    assert written["clientConnection"] == {"kubeconfig": str(tmp_path / "scheduler.kubeconfig")}
    assert written["leaderElection"] == {"leaderElect": False}


def test_a_test_may_want_a_setting_otherwise(written: Document, tmp_path: Path) -> None:
    changed = write(tmp_path, nodeCacheCapable=False)
    assert extender_of(changed) == {**extender_of(written), "nodeCacheCapable": False}
