# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Who asks from outside: creators of pods, and a scheduler's calls of /filter."""

import json
import ssl
from collections.abc import Mapping
from itertools import count

import urllib3

from localcluster.api import Api, ApiStatusError
from localcluster.errors import LocalClusterError
from localcluster.load import Ask, Load, Outcome
from localcluster.ports import HOST
from localcluster.world import BAD, EU, NEW, PROTECTED, US
from tests.e2e.events.replicated import Replicated

_CREATORS, _SCHEDULERS = 6, 2
_PLAIN_EACH = 5
"""Of so many pods one has an image that must not be let in."""
_PODS = f"/api/v1/namespaces/{PROTECTED}/pods?dryRun=All"
_GOING = "apiserver is shutting down"
_PATIENCE = 60.0
"""Seconds: what the API server takes is up to it."""


def loads(replicated: Replicated) -> tuple[Load, Load]:
    """Return both clients, at 50 requests a second each."""
    creators = [_creator(replicated) for _ in range(_CREATORS)]
    schedulers = [_scheduler(replicated) for _ in range(_SCHEDULERS)]
    return Load("pods through the API server", creators), Load("/filter", schedulers)


def _creator(replicated: Replicated) -> Ask:
    cluster, numbers = replicated.world.cluster, count()
    api = Api(cluster.url, cluster.pki, patience=_PATIENCE)

    def ask() -> tuple[Outcome, str]:
        plain = next(numbers) % _PLAIN_EACH == 0
        image = replicated.plain if plain else replicated.encrypted
        pod = {
            "metadata": {"generateName": "load-"},
            "spec": {"containers": [{"name": "c", "image": image.reference}]},
        }
        try:
            api.call("POST", _PODS, pod)
        except ApiStatusError as exc:
            said = str(exc)
            if _GOING in said:
                # Nobody has been asked yet, and any client tries again.
                raise LocalClusterError(said) from exc
            if plain and "are not encrypted" in said:
                return "right", ""
            return ("closed" if "denied the request" in said else "lost"), said
        return ("open", "a plain image was admitted") if plain else ("right", "")

    return ask


def _scheduler(replicated: Replicated) -> Ask:
    cluster, pki = replicated.world.cluster, replicated.world.cluster.pki
    context = ssl.create_default_context(cafile=pki.ca)
    context.load_cert_chain(pki.certificate("extender-client"), pki.key("extender-client"))
    pool = urllib3.PoolManager(ssl_context=context, retries=False, timeout=_PATIENCE)
    url = f"https://{HOST}:{cluster.ports.extender}/filter"
    body = json.dumps(_arguments(replicated)).encode()

    def ask() -> tuple[Outcome, str]:
        try:
            answer = pool.request(
                "POST", url, body=body, headers={"Content-Type": "application/json"}
            )
        except urllib3.exceptions.HTTPError as exc:
            return "lost", str(exc)
        if answer.status != 200:
            return "lost", f"{answer.status} {answer.data.decode()}"
        return _filtered(json.loads(answer.data))

    return ask


def _filtered(result: Mapping[str, object]) -> tuple[Outcome, str]:
    """Only one node is trusted and has the tag that the policy asks for."""
    names = result.get("NodeNames") or []
    if names == [EU]:
        return "right", ""
    return ("closed" if names == [] else "open"), json.dumps(result)


def _arguments(replicated: Replicated) -> Mapping[str, object]:
    """Return what the scheduler sends for a pod that /mutate has placed."""
    said = replicated.world.cluster.kubectl(
        "-n", PROTECTED, "run", "load", f"--image={replicated.encrypted.reference}",
        "--restart=Never", "--dry-run=server", "-o=json",
    )  # fmt: skip
    return {"Pod": json.loads(said), "Nodes": None, "NodeNames": [EU, US, BAD, NEW]}
