# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Programs built once from pinned Go modules, with progress, into the user's cache folder."""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from localcluster.errors import LocalClusterError
from localcluster.folders import cache_folder, make_folder

KUBERNETES = "v1.36.3"
OLDEST_GO = (1, 26)
_MODULE = Path(__file__).parent / "toolchain"
_STAMP = "k8s.io/component-base/version"
_LDFLAGS = (
    f"-s -w -X {_STAMP}.gitVersion={KUBERNETES} -X {_STAMP}.gitMajor=1 -X {_STAMP}.gitMinor=36"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A main package and the module that pins it."""

    package: str
    module: Path = _MODULE


_REGISTRY = _MODULE / "registry"
BUILT = {
    "kube-apiserver": Source(package="k8s.io/kubernetes/cmd/kube-apiserver"),
    "kube-scheduler": Source(package="k8s.io/kubernetes/cmd/kube-scheduler"),
    "kube-controller-manager": Source(package="k8s.io/kubernetes/cmd/kube-controller-manager"),
    "kubectl": Source(package="k8s.io/kubernetes/cmd/kubectl"),
    "etcd": Source(package="./cmd/etcd"),
    "registry": Source(
        package="github.com/distribution/distribution/v3/cmd/registry", module=_REGISTRY
    ),
    "htpasswd": Source(package="./cmd/htpasswd", module=_REGISTRY),
}


def build_folder() -> Path:
    """Return the folder of what these very modules build; other pins have another folder."""
    pins = hashlib.sha256()
    for path in sorted(_MODULE.rglob("*")):
        if path.is_file():
            pins.update(path.relative_to(_MODULE).as_posix().encode() + path.read_bytes())
    return cache_folder() / f"kubernetes-{KUBERNETES}-{pins.hexdigest()[:12]}"


def build_missing(names: Sequence[str]) -> None:
    """Build what is not in the folder yet; another process that builds is waited for.

    Raises:
        LocalClusterError: Go is missing or too old, a build failed, or the folder cannot be made.
    """
    folder = make_folder(build_folder())
    if all((folder / name).exists() for name in names):
        return
    go = require_go()
    with alone(folder / ".lock"):
        missing = [name for name in names if not (folder / name).exists()]
        started = time.monotonic()
        if len(missing) > 1:
            print(
                f"== building {len(missing)} programs of Kubernetes {KUBERNETES} once into {folder}"
                " (the first time about 6 minutes on 2 cores)",
                flush=True,
            )
        for number, name in enumerate(missing, start=1):
            elapsed = time.monotonic() - started
            print(f"   {number}/{len(missing)} {name} ({elapsed:.0f} s so far)", flush=True)
            _build(go, name, folder)


def require_go() -> str:
    """Return the path of a Go that is new enough.

    Raises:
        LocalClusterError: There is none, or it is too old.
    """
    need = f"Go {OLDEST_GO[0]}.{OLDEST_GO[1]} or newer"
    go = shutil.which("go")
    if go is None:
        raise LocalClusterError(
            f"Go is missing: install {need}, or name a folder with the programs in BONDSTONE_ASSETS"
        )
    said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False)
    match = re.match(r"go(\d+)\.(\d+)", said.stdout)
    if match is None or (int(match[1]), int(match[2])) < OLDEST_GO:
        found = said.stdout.strip() or said.stderr.strip() or "no version"
        raise LocalClusterError(f"{go} is too old ({found}): install {need}")
    return go


def _build(go: str, name: str, folder: Path) -> None:
    source = BUILT[name]
    partial = folder / f".{name}.partial"
    done = subprocess.run(
        [go, "build", "-trimpath", "-ldflags", _LDFLAGS, "-o", str(partial), source.package],
        cwd=source.module,
        env={**os.environ, "CGO_ENABLED": "0", "GOFLAGS": "-mod=readonly -buildvcs=false"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise LocalClusterError(f"go build of {name} failed: {done.stderr.strip()[-1500:]}")
    partial.replace(folder / name)


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a lock that the kernel drops with the process."""
    with lock.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            print("== another process is building the same programs, waiting for it", flush=True)
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
