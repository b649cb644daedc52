# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which certificates there are, and that manifests speak of the same Secrets."""

import pytest
import yaml

from certs.authority import Subject
from certs.errors import CertsError
from issuer.hops import AUTHORITY_SECRET, hops
from localcluster.scheduler import MANIFESTS

_RIGHTS = MANIFESTS / "components" / "issuer-self-signed" / "rbac.yaml"


def test_servers_have_the_names_of_their_services_and_whatever_else_they_are_called() -> None:
    found = hops("ours", names=["127.0.0.1", "w.example"])
    assert sorted(found) == ["extender", "extender-client", "hub", "webhook"]
    assert found["webhook"].secret.endswith("-webhook-tls")
    assert found["webhook"].subject == Subject(
        common_name="bondstone-webhook",
        dns=[
            "bondstone-webhook.ours.svc",
            "bondstone-webhook.ours.svc.cluster.local",
            "w.example",
        ],
        ips=["127.0.0.1"],
    )


def test_a_name_that_no_certificate_can_carry_is_refused_with_what_to_give_here() -> None:
    with pytest.raises(CertsError, match=r"'a,b' is no DNS name .*environment variable"):
        hops("ours", names=["w.example", "a,b"])


def test_clients_have_the_names_that_servers_let_in_and_no_others() -> None:
    found = hops("ours", names=["127.0.0.1"])
    assert found["extender-client"].subject == Subject(common_name="bondstone-scheduler")


def test_the_issuer_has_rights_over_exactly_these_secrets() -> None:
    found = hops("ours", names=[])
    roles = [each for each in yaml.safe_load_all(_RIGHTS.read_text()) if each["kind"] == "Role"]
    (rule,) = [rule for rule in roles[0]["rules"] if rule["resources"] == ["secrets"]]
    assert set(rule["resourceNames"]) == {AUTHORITY_SECRET, *(hop.secret for hop in found.values())}


def test_what_is_mounted_is_issued() -> None:
    issued = {hop.secret for hop in hops("ours", names=[]).values()}
    mounted = set()
    for path in MANIFESTS.glob("base/*/deployment.yaml"):
        for volume in yaml.safe_load(path.read_text())["spec"]["template"]["spec"]["volumes"]:
            mounted.add(volume.get("secret", {}).get("secretName"))
    assert mounted - {None}
    assert mounted - {None} <= issued
