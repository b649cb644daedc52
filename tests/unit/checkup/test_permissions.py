# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rights of whoever installs."""

from collections.abc import Mapping
from typing import Any

from checkup.permissions import RIGHTS, permissions
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told


def api(*refused: str, administrator: bool = False) -> SimulatedApi:
    def answer(path: str, review: Mapping[str, Any]) -> dict[str, Any]:
        about = review["spec"]["resourceAttributes"]
        everything = about["verb"] == "*"
        asked = f"{about['verb']} {about['resource']}"
        allowed = administrator if everything else asked not in refused
        return {"status": {"allowed": allowed}}

    return SimulatedApi(made=answer)


def test_whoever_may_do_everything_is_asked_once() -> None:
    one = api(administrator=True)
    assert told(permissions(one)) == {"everything": "ok: you may do everything"}
    assert len(one.created) == 1


def test_whoever_may_do_what_is_needed_may_install() -> None:
    one = api()
    assert list(told(permissions(one)).values()) == ["ok: you may create and change all of it"]
    asked = {each[1]["spec"]["resourceAttributes"]["resource"] for each in one.created}  # type: ignore[index]
    assert asked >= {resource for resources in RIGHTS.values() for resource in resources}


def test_each_thing_that_is_not_allowed_is_told_with_its_verbs() -> None:
    found = told(permissions(api("create secrets", "patch secrets", "escalate clusterroles")))
    assert found == {
        "secrets": "wrong: you may not create and patch secrets",
        "clusterroles.rbac.authorization.k8s.io":
            "wrong: you may not escalate clusterroles.rbac.authorization.k8s.io",
    }  # fmt: skip
