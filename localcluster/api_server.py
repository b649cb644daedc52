# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The API server's arguments, and the files that they name."""

import json
from pathlib import Path

from localcluster.pki import Pki
from localcluster.ports import HOST, Ports

AUDIT_LOG = Path("logs") / "audit.log"
"""Under the run's folder: who wrote which pod, and what webhooks noted; a JSON a line."""


def api_server_arguments(folder: Path, ports: Ports, pki: Pki) -> list[str]:
    """Return the arguments of kube-apiserver, after writing its files into the run's folder."""
    return [
        f"--etcd-servers=http://{HOST}:{ports.etcd}",
        f"--secure-port={ports.api}",
        f"--bind-address={HOST}",
        f"--advertise-address={HOST}",
        "--endpoint-reconciler-type=none",
        f"--tls-cert-file={pki.certificate('kube-apiserver')}",
        f"--tls-private-key-file={pki.key('kube-apiserver')}",
        f"--client-ca-file={pki.ca}",
        f"--service-account-key-file={pki.certificate('service-accounts')}",
        f"--service-account-signing-key-file={pki.key('service-accounts')}",
        "--service-account-issuer=https://kubernetes.default.svc",
        "--service-cluster-ip-range=10.0.0.0/24",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        f"--admission-control-config-file={_admission_configuration(folder, ports, pki)}",
        f"--audit-policy-file={_audit_policy(folder)}",
        f"--audit-log-path={folder / AUDIT_LOG}",
    ]


def _admission_configuration(folder: Path, ports: Ports, pki: Pki) -> Path:
    """Let the API server show a client certificate to webhooks."""
    hosts = [f"{HOST}:{ports.webhook}", f"{HOST}:{ports.spare}"]
    kubeconfig = pki.webhook_kubeconfig(hosts=hosts)
    configuration = {
        "apiVersion": "apiserver.config.k8s.io/v1",
        "kind": "WebhookAdmissionConfiguration",
        "kubeConfigFile": str(kubeconfig),
    }
    plugins = [
        {"name": name, "configuration": configuration}
        for name in ("MutatingAdmissionWebhook", "ValidatingAdmissionWebhook")
    ]
    document = {
        "apiVersion": "apiserver.config.k8s.io/v1",
        "kind": "AdmissionConfiguration",
        "plugins": plugins,
    }
    return _written(folder / "admission.json", document)


def _audit_policy(folder: Path) -> Path:
    """Record writes of pods, which are few; all else would be much, and nobody reads it."""
    rule = {
        "level": "Metadata",
        "verbs": ["create", "update", "patch"],
        "resources": [{"group": "", "resources": ["pods", "pods/ephemeralcontainers"]}],
    }
    document = {
        "apiVersion": "audit.k8s.io/v1",
        "kind": "Policy",
        "omitStages": ["RequestReceived"],
        "rules": [rule, {"level": "None"}],
    }
    return _written(folder / "audit-policy.json", document)


def _written(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document))
    return path
