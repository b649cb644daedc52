# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""cert-manager, where it is wanted."""

from checkup.cert_manager import cert_manager
from checkup.deployments import CERT_MANAGER_NAMES
from tests.simulators.api import SimulatedApi
from tests.unit.checkup.test_deployments import deployment
from tests.unit.checkup.told import told

SERVED = {"resources": [{"name": "certificates"}, {"name": "issuers"}]}


def test_it_is_fine_where_its_kinds_are_served_and_it_runs() -> None:
    api = SimulatedApi(
        objects={
            "/apis/cert-manager.io/v1": SERVED,
            "/apis/apps/v1/namespaces/cm/deployments": [
                deployment(name, readyReplicas=1 if name == "cert-manager" else 2)
                for name in CERT_MANAGER_NAMES
            ]
            + [deployment("another", readyReplicas=0)],
        }
    )
    found = told(cert_manager(api, namespace="cm"))
    assert found["cert-manager.io/v1"] == "ok: is served"
    assert found["Deployment cm/cert-manager"].startswith("wrong: 1 of 2")
    assert found["Deployment cm/cert-manager-cainjector"].startswith("ok")
    assert "Deployment cm/another" not in found


def test_where_it_is_missing_one_line_says_so() -> None:
    found = told(cert_manager(SimulatedApi(), namespace="cm"))
    assert found == {"cert-manager.io/v1": "wrong: does not serve certificates, issuers"}
