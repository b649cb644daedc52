# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone preflight`` and ``bondstone status`` on a real API server."""

import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import trustme

from localcluster.world import PROTECTED, World
from tests.e2e.looking import look, standings, status

VALIDATING = "ValidatingWebhookConfiguration"
SUBJECT = f"{VALIDATING}/bondstone"


@contextmanager
def changed(world: World, path: str, value: object) -> Iterator[None]:
    """Change the validating configuration for a while."""
    document = json.loads(world.kubectl("get", VALIDATING, "bondstone", "-o=json"))
    before: Any = document
    for step in path.strip("/").split("/"):
        before = before[int(step)] if step.isdigit() else before[step]

    def put(new: object) -> None:
        patch = json.dumps([{"op": "replace", "path": path, "value": new}])
        said = world.kubectl("patch", VALIDATING, "bondstone", "--type=json", "-p", patch)
        assert "patched" in said

    put(value)
    try:
        yield
    finally:
        put(before)


def test_a_cluster_that_is_ready_for_us_passes_preflight(world: World) -> None:
    code, lines = look(world, "preflight")
    wrong = [line for line in lines.values() if line["standing"] != "ok"]
    assert (wrong, code) == ([], 0)
    assert {line["check"] for line in lines.values()} == {
        "version", "kinds", "admission-plugins", "permissions", "never-behind",
        "other-installations", "clocks",
    }  # fmt: skip
    code, lines = look(world, "preflight", "--cert-manager")
    assert (code, standings(lines, "cert-manager")) == (1, {"cert-manager.io/v1": "wrong"})


def test_whoever_may_install_nothing_is_told_so(world: World, user: Callable[..., Any]) -> None:
    reader = user("--verb=get", "--resource=configmaps")
    assert reader("auth", "can-i", "create", "deployments").splitlines()[-1] == "no"
    kubeconfig = reader.args[0].removeprefix("--kubeconfig=")
    code, lines = look(world, "preflight", f"--kubeconfig={kubeconfig}")
    assert code == 1
    found = standings(lines, "permissions")
    assert found["clusterroles.rbac.authorization.k8s.io"] == "wrong"
    assert found["secrets"] == "wrong"
    assert standings(lines, "admission-plugins") == {"API server": "unknown"}


def test_an_installation_is_told_part_by_part(world: World) -> None:
    _, lines = status(world)
    for check in ("configurations", "ca-bundle", "webhook", "never-behind", "policies", "vouching"):
        assert set(standings(lines, check).values()) == {"ok"}, check
    assert standings(lines, "webhook")[f"namespace {PROTECTED}"] == "ok"


def test_a_weakened_configuration_is_wrong_and_named(world: World) -> None:
    with changed(world, "/webhooks/0/failurePolicy", "Ignore"):
        code, lines = status(world)
    assert code == 1
    assert standings(lines, "configurations")[SUBJECT] == "wrong"
    assert "failurePolicy is Ignore" in lines[f"configurations {SUBJECT}"]["detail"]


def test_authorities_that_did_not_issue_what_the_webhook_presents_are_wrong(world: World) -> None:
    other = b64encode(trustme.CA().cert_pem.bytes()).decode()
    with changed(world, "/webhooks/0/clientConfig/caBundle", other):
        code, lines = status(world)
    assert code == 1
    assert "does not verify" in lines[f"ca-bundle {SUBJECT}"]["detail"]
    assert standings(lines, "webhook")[f"namespace {PROTECTED}"] in ("ok", "wrong")


def test_a_webhook_that_is_down_is_seen_by_the_api_server_itself(
    world: World, revived: Callable[[str], None]
) -> None:
    revived("webhook")
    code, lines = status(world)
    assert code == 1
    assert standings(lines, "webhook")[f"namespace {PROTECTED}"] == "wrong"
    assert "failed calling webhook" in lines[f"webhook namespace {PROTECTED}"]["detail"]
    assert standings(lines, "ca-bundle")[SUBJECT] == "unknown"
