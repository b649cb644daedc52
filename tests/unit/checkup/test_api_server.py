# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Version, kinds and plugins of an API server."""

import pytest

from checkup.api_server import NEEDED, PLUGINS, kinds, plugins, version
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.told import told

_COUNT = "apiserver_admission_controller_admission_duration_seconds_count"


@pytest.mark.parametrize(
    ("text", "standing"),
    [("v1.34.9", "wrong"), ("v1.35.0", "ok"), ("v1.37.2-gke.1", "ok"), ("v1.38.0", "unknown"),
     ("v2.0.0", "unknown"), ("", "unknown"), ("v1", "unknown")],
)  # fmt: skip
def test_three_minors_are_supported(text: str, standing: str) -> None:
    (line,) = version(SimulatedApi(objects={"/version": {"gitVersion": text}}))
    assert line.standing.value == standing
    assert bool(line.remedy) == (standing != "ok")


def test_kinds_that_are_not_served_are_named() -> None:
    served = {
        f"/apis/{group}": {"resources": [{"name": each} for each in resources]}
        for group, resources in NEEDED.items()
    }
    assert {line.standing.value for line in kinds(SimulatedApi(objects=served))} == {"ok"}
    del served["/apis/policy/v1"]
    served["/apis/admissionregistration.k8s.io/v1"]["resources"].pop()
    found = told(kinds(SimulatedApi(objects=served)))
    assert found["policy/v1"] == "wrong: does not serve poddisruptionbudgets"
    why = "wrong: does not serve validatingadmissionpolicybindings"
    assert found["admissionregistration.k8s.io/v1"] == why


def test_plugins_that_no_request_has_passed_are_off() -> None:
    def metrics(*names: str) -> SimulatedApi:
        rows = [f'{_COUNT}{{name="{name}",operation="CREATE",type="admit"}} 7' for name in names]
        return SimulatedApi(texts={"/metrics": "\n".join(["# TYPE x", *rows])})

    assert {line.standing.value for line in plugins(metrics(*PLUGINS))} == {"ok"}
    found = told(plugins(metrics(*PLUGINS[1:])))
    assert found[PLUGINS[0]].startswith("wrong: is off")
    assert found[PLUGINS[1]] == "ok: is on"
