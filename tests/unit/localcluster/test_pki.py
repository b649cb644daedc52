# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Kubeconfigs say who speaks to whom; keys are secret; no name reaches another's files."""

import json
import stat
from pathlib import Path

import pytest
from cryptography import x509

from certs.authority import Subject
from localcluster.pki import Pki

SERVER = "https://127.0.0.1:6443"


@pytest.fixture
def pki(tmp_path: Path) -> Pki:
    return Pki(tmp_path, server=SERVER)


def test_a_kubeconfig_names_server_authority_and_client(pki: Pki) -> None:
    document = json.loads(pki.client_kubeconfig("admin").read_text())
    assert document["clusters"][0]["cluster"] == {
        "server": SERVER,
        "certificate-authority": str(pki.ca),
    }
    assert document["users"][0]["user"] == {
        "client-certificate": str(pki.certificate("admin")),
        "client-key": str(pki.key("admin")),
    }
    context = document["contexts"][0]
    assert document["current-context"] == context["name"]
    assert context["context"] == {"cluster": "local", "user": document["users"][0]["name"]}


def test_webhook_clients_are_looked_up_by_host_and_port(pki: Pki) -> None:
    document = json.loads(pki.webhook_kubeconfig(hosts=["127.0.0.1:1", "127.0.0.1:2"]).read_text())
    assert [user["name"] for user in document["users"]] == ["127.0.0.1:1", "127.0.0.1:2"]


def test_a_subject_s_groups_reach_its_certificate(pki: Pki) -> None:
    subject = Subject(common_name="system:node:m1", organizations=["system:nodes"])
    pki.client_kubeconfig("m1", subject)
    certificate = x509.load_pem_x509_certificate(pki.certificate("m1").read_bytes())
    assert certificate.subject.rfc4514_string() == "CN=system:node:m1,O=system:nodes"


def test_keys_and_tokens_are_readable_by_their_owner_alone(pki: Pki, tmp_path: Path) -> None:
    pki.token_kubeconfig("hub", "secret")
    secret = [*tmp_path.glob("*.key"), *tmp_path.glob("*.kubeconfig")]
    assert secret
    assert {stat.S_IMODE(path.stat().st_mode) for path in secret} == {0o600}
