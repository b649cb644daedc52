# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""cert-manager's own controllers and CA injector, built from its Go module: no image is needed."""

import hashlib
import os
import subprocess
from pathlib import Path

from localcluster.build import alone, require_go
from localcluster.cluster import LocalCluster
from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder, make_folder
from localcluster.process import Process

_PROGRAM = Path(__file__).parent / "program"
GO_MOD = _PROGRAM / "go.mod"
MODULE = "github.com/cert-manager/cert-manager"
_ACME = ("challenges", "orders")
"""Asked for by its informers, whoever issues."""
_KINDS = ("certificaterequests", "certificates", "clusterissuers", "issuers")
_ENVIRONMENT = {"CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false"}


def start_cert_manager(cluster: LocalCluster) -> Process:
    """Install its CustomResourceDefinitions, and run it as administrator.

    Raises:
        LocalClusterError: It cannot be built.
    """
    program = _built()
    folder = Path(_go("list", "-m", "-f", "{{.Dir}}", MODULE)) / "deploy" / "crds"
    for group, kinds in (("cert-manager.io", _KINDS), ("acme.cert-manager.io", _ACME)):
        for kind in kinds:
            # What client-side apply would note down is more than an annotation takes.
            cluster.kubectl("apply", "--server-side", "-f", str(folder / f"{group}_{kind}.yaml"))
    cluster.kubectl("wait", "--for=condition=Established", "crd", "--all")
    log = cluster.folder / "logs" / "cert-manager.log"
    return Process("cert-manager", [str(program), str(cluster.kubeconfig)], log=log)


def _built() -> Path:
    pins = hashlib.sha256()
    for path in sorted(_PROGRAM.iterdir()):
        pins.update(path.name.encode() + path.read_bytes())
    folder = make_folder(cache_folder() / f"cert-manager-{pins.hexdigest()[:12]}")
    program = folder / "certmanager"
    with alone(folder / ".lock"):
        if not program.exists():
            print("== building cert-manager once (about 2 minutes on 2 cores)", flush=True)
            partial = folder / ".certmanager.partial"
            _go("build", "-trimpath", "-ldflags", "-s -w", "-o", str(partial), ".")
            partial.replace(program)
    return program


def _go(*arguments: str) -> str:
    done = subprocess.run(
        [require_go(), *arguments],
        cwd=_PROGRAM,
        env={**os.environ, **_ENVIRONMENT},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LocalClusterError(f"go {arguments[0]} failed: {done.stderr.strip()[-1500:]}")
    return done.stdout.strip()
