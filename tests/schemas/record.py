# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m tests.schemas.record``: take schemas out of Go modules, and tests need no network.

Kubernetes publishes its OpenAPI v3 documents in the module k8s.io/kubernetes (api/openapi-spec/v3),
the Prometheus operator and cert-manager their CustomResourceDefinitions. Kept is what says which
fields there are and of which type they are; nothing of the texts.
"""

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from localcluster.build import require_go
from localcluster.cert_manager import GO_MOD
from localcluster.cert_manager import MODULE as CERT_MANAGER

KUBERNETES = {"1.35": "v1.35.4", "1.36": "v1.36.3", "1.37": "v1.37.2"}
"""The three newest minors, and where their schemas come from."""
FOLDER = Path(__file__).parent / "recorded"
_PROMETHEUS = "github.com/prometheus-operator/prometheus-operator@v0.83.0"
_MONITORING = ("servicemonitors", "prometheusrules")
_CERTIFICATES = ("certificates", "clusterissuers", "issuers")
_GROUPS = {
    "v1": ("ConfigMap", "Namespace", "Pod", "ResourceQuota", "Secret", "Service", "ServiceAccount"),
    "admissionregistration.k8s.io/v1": (
        "MutatingWebhookConfiguration",
        "ValidatingAdmissionPolicy",
        "ValidatingAdmissionPolicyBinding",
        "ValidatingWebhookConfiguration",
    ),
    "apiextensions.k8s.io/v1": ("CustomResourceDefinition",),
    "apps/v1": ("Deployment",),
    "batch/v1": ("CronJob", "Job"),
    "networking.k8s.io/v1": ("NetworkPolicy",),
    "policy/v1": ("PodDisruptionBudget",),
    "rbac.authorization.k8s.io/v1": ("ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"),
    "scheduling.k8s.io/v1": ("PriorityClass",),
}
_KEPT = {
    "$ref", "additionalProperties", "allOf", "enum", "format", "items", "oneOf", "properties",
    "required", "type", "x-kubernetes-int-or-string", "x-kubernetes-preserve-unknown-fields",
}  # fmt: skip
Schema = dict[str, Any]


def main() -> int:
    """Write a file for each minor, one for the Prometheus operator, and one for cert-manager."""
    FOLDER.mkdir(exist_ok=True)
    for minor, version in KUBERNETES.items():
        _write(f"kubernetes-{minor}", _of_kubernetes(_module(f"k8s.io/kubernetes@{version}")))
    monitoring = _module(_PROMETHEUS) / "example" / "prometheus-operator-crd"
    _write("prometheus-operator", _of_definitions(monitoring, "monitoring.coreos.com", _MONITORING))
    certificates = _module(f"{CERT_MANAGER}@{_pinned(CERT_MANAGER)}") / "deploy" / "crds"
    _write("cert-manager", _of_definitions(certificates, "cert-manager.io", _CERTIFICATES))
    return 0


def _module(name: str) -> Path:
    """Return the folder of a Go module, fetched where it is not there yet."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [require_go(), "mod", "download", "-json", name],
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
    return Path(json.loads(done.stdout)["Dir"])


def _pinned(module: str) -> str:
    """Return the version that stories run, which their go.mod names."""
    (version,) = re.findall(rf"^\s*{re.escape(module)} (v\S+)$", GO_MOD.read_text(), re.MULTILINE)
    return str(version)


def _of_kubernetes(module: Path) -> Schema:
    kinds: dict[str, Schema] = {}
    shared: dict[str, Schema] = {}
    for group, names in _GROUPS.items():
        stem = f"api__{group}" if "/" not in group else f"apis__{group.replace('/', '__')}"
        text = (module / "api" / "openapi-spec" / "v3" / f"{stem}_openapi.json").read_text()
        schemas = json.loads(text)["components"]["schemas"]
        for name in names:
            (key,) = (each for each, schema in schemas.items() if _is(schema, group, name))
            kinds[f"{group}/{name}"] = {"$ref": f"#/components/schemas/{key}"}
            _collect(key, schemas, shared)
    return {"kinds": kinds, "shared": shared}


def _is(schema: Mapping[str, Any], group: str, kind: str) -> bool:
    prefix, _, version = group.rpartition("/")
    wanted = {"group": prefix, "kind": kind, "version": version}
    return schema.get("x-kubernetes-group-version-kind") == [wanted]


def _collect(key: str, schemas: Mapping[str, Schema], shared: dict[str, Schema]) -> None:
    """Add a schema, and all that it refers to."""
    if key in shared:
        return
    shared[key] = _slim(schemas[key])
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(shared[key])):
        _collect(name, schemas, shared)


def _of_definitions(folder: Path, group: str, plurals: Iterable[str]) -> Schema:
    kinds = {}
    for plural in plurals:
        crd = yaml.safe_load((folder / f"{group}_{plural}.yaml").read_text())
        (version,) = crd["spec"]["versions"]
        name = f"{crd['spec']['group']}/{version['name']}/{crd['spec']['names']['kind']}"
        kinds[name] = _slim(version["schema"]["openAPIV3Schema"])
    return {"kinds": kinds, "shared": {}}


def _slim(schema: Schema) -> Schema:
    """Return the schema without its texts."""
    slim = {key: value for key, value in schema.items() if key in _KEPT}
    if "properties" in slim:
        slim["properties"] = {name: _slim(each) for name, each in slim["properties"].items()}
    for key in ("allOf", "oneOf"):
        if key in slim:
            slim[key] = [_slim(each) for each in slim[key]]
    for key in ("items", "additionalProperties"):
        if isinstance(slim.get(key), dict):
            slim[key] = _slim(slim[key])
    return slim


def _write(stem: str, document: Schema) -> None:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    (FOLDER / f"{stem}.json").write_text(text + "\n")


if __name__ == "__main__":
    sys.exit(main())
