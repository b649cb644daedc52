# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Whether the API server is one that Bondstone can rest on: version, kinds, admission plugins."""

import re
from collections.abc import Collection, Iterator

from checkup.api import Api
from checkup.line import Line, Standing
from cluster.configurations import GROUP_VERSION, PLURALS
from cluster.errors import NotFoundError

OLDEST, NEWEST = (1, 35), (1, 37)
"""The minors whose schemas the manifests are checked against."""
NEEDED = {
    GROUP_VERSION: tuple(PLURALS.values()),
    "apiextensions.k8s.io/v1": ("customresourcedefinitions",),
    "coordination.k8s.io/v1": ("leases",),
    "policy/v1": ("poddisruptionbudgets",),
    "networking.k8s.io/v1": ("networkpolicies",),
}
PLUGINS = (
    "MutatingAdmissionWebhook",
    "ValidatingAdmissionWebhook",
    "ValidatingAdmissionPolicy",
    "NodeRestriction",
)
_SEEN = re.compile(
    r"^apiserver_admission_controller_admission_duration_seconds_count\{[^}]*name=\"(\w+)\"", re.M
)


def version(api: Api) -> Iterator[Line]:
    """Tell whether the version is supported."""
    told = api.get("/version")
    digits = re.match(r"v?(\d+)\.(\d+)", str(told.get("gitVersion", "")))
    standing, detail, remedy = Standing.UNKNOWN, "it names no version", "ask who runs it"
    if digits:
        found = int(digits[1]), int(digits[2])
        detail = f"it is {told['gitVersion']}; supported are {_minor(OLDEST)} to {_minor(NEWEST)}"
        standing, remedy = Standing.OK, ""
        if found < OLDEST:
            standing, remedy = Standing.WRONG, f"upgrade the cluster to {_minor(OLDEST)} first"
        elif found > NEWEST:
            remedy = "look for a Bondstone that was tested with it"
            standing = Standing.UNKNOWN
    yield Line(
        check="version", subject="API server", standing=standing, detail=detail, remedy=remedy
    )


def kinds(api: Api) -> Iterator[Line]:
    """Tell which kinds that are needed are not served."""
    remedy = "switch the group on (--runtime-config of kube-apiserver)"
    for group, resources in NEEDED.items():
        yield served(api, group, resources, check="kinds", remedy=remedy)


def served(api: Api, group: str, resources: Collection[str], *, check: str, remedy: str) -> Line:
    """Tell which of a group's resources are not served."""
    try:
        there = {str(each["name"]) for each in api.get(f"/apis/{group}")["resources"]}
    except NotFoundError:
        there = set()
    missing = [resource for resource in resources if resource not in there]
    return Line(
        check=check,
        subject=group,
        standing=Standing.WRONG if missing else Standing.OK,
        detail=f"does not serve {', '.join(missing)}" if missing else "is served",
        remedy=remedy if missing else "",
    )


def plugins(api: Api) -> Iterator[Line]:
    """Tell which admission plugins are off, by what the API server counts of each that is on."""
    on = set(_SEEN.findall(api.text("/metrics")))
    for plugin in PLUGINS:
        seen = plugin in on
        yield Line(
            check="admission-plugins",
            subject=plugin,
            standing=Standing.OK if seen else Standing.WRONG,
            detail="is on" if seen else "is off: no request has passed it since the server began",
            remedy=""
            if seen
            else f"take {plugin} out of --disable-admission-plugins of kube-apiserver, or add it "
            "to --enable-admission-plugins",
        )


def _minor(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"
