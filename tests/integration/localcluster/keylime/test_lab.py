# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Real Keylime with software TPMs gets into each state that stories of attestation are about."""

import hashlib
from base64 import b64decode

import pytest
import urllib3

from localcluster.errors import LocalClusterError
from localcluster.keylime.lab import KeylimeLab
from localcluster.keylime.status import ACTIVE, FAILED, INVALID_QUOTE
from tests.integration.localcluster.keylime.revocations import Revocations
from tests.integration.localcluster.polling import eventually


def test_a_machine_attests_again_and_again(lab: KeylimeLab) -> None:
    machine = lab.machine("attests")
    first = machine.wait_for_state(*ACTIVE)
    later = machine.wait_until_attested()
    assert later["attestation_count"] > first["attestation_count"] >= 1
    assert later["attestation_status"] == "PASS"
    assert later["last_successful_attestation"] >= first["last_successful_attestation"] > 0


def test_the_registrar_binds_the_agent_id_to_the_key_in_the_tpm(lab: KeylimeLab) -> None:
    machine = lab.machine("registered", enrolled=False)
    _, registered = lab.registrar.rest.call("GET", f"/agents/{machine.agent_id}")
    public = machine.tpm.folder / "ek.tss"
    assert b64decode(registered["ek_tpm"]) == public.read_bytes()
    pem = (machine.tpm.folder / "ek.pem").read_bytes()
    assert machine.agent_id == hashlib.sha256(pem).hexdigest()
    assert machine.status() is None


def test_no_other_tpm_registers_under_the_same_id(lab: KeylimeLab) -> None:
    machine = lab.machine("victim", enrolled=False)
    thief = lab.machine("thief", enrolled=False)
    thief.agent_id = machine.agent_id
    with pytest.raises(LocalClusterError, match=r"403 .*different TPM identity"):
        thief.register()


def test_an_extended_pcr_fails_the_machine_until_it_is_rebooted_and_enrolled_again(
    lab: KeylimeLab, told: Revocations
) -> None:
    machine = lab.machine("extended")
    machine.extend_pcr()
    failed = machine.wait_for_state(INVALID_QUOTE)
    assert failed["last_event_id"] == "pcr_validation.invalid_pcr_15"
    assert failed["attestation_status"] == "FAIL"
    assert eventually(lambda: told.of(machine.agent_id) != [])
    (message,) = told.of(machine.agent_id)
    assert (message["type"], message["event_id"]) == ("revocation", failed["last_event_id"])
    machine.revoke()
    assert machine.status() is None
    machine.reboot()
    machine.enrol()
    assert machine.wait_until_attested()["attestation_count"] >= 1


def test_a_stopped_agent_is_given_up_after_the_tries(lab: KeylimeLab, told: Revocations) -> None:
    machine = lab.machine("stopped")
    machine.stop()
    lost = machine.wait_for_state(FAILED)
    assert lost["last_event_id"] == "internal.verifier.not_reachable"
    assert eventually(lambda: told.of(machine.agent_id) != [])
    assert [message["type"] for message in told.of(machine.agent_id)] == ["comm_error"]


@pytest.mark.parametrize("orderly", [True, False])
def test_a_verifier_that_starts_again_goes_on_with_its_machines(
    lab: KeylimeLab, orderly: bool
) -> None:
    machine = lab.machine(f"goes-on-{orderly}")
    if not orderly:
        lab.verifier.kill()
        assert not lab.verifier.rest.answers()
    lab.verifier.restart()
    assert machine.wait_until_attested()["operational_state"] in ACTIVE


def test_who_shows_no_certificate_learns_nothing(lab: KeylimeLab) -> None:
    with urllib3.PoolManager(ca_certs=str(lab.ca)) as pool:
        answer = pool.request("GET", f"{lab.verifier.url}/v2.6/agents/", retries=False)
    assert answer.status == 403


def test_the_certificate_for_bondstone_is_taken(lab: KeylimeLab) -> None:
    certificate, key = str(lab.client_certificate), str(lab.client_key)
    with urllib3.PoolManager(ca_certs=str(lab.ca), cert_file=certificate, key_file=key) as pool:
        for server in (lab.verifier, lab.registrar):
            answer = pool.request("GET", f"{server.url}/v2.6/agents/", retries=False)
            assert answer.status == 200
