# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an agent tells the registrar, and an administrator the verifier, before the first quote."""

import hashlib
import hmac
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from typing import Any

from localcluster.keylime.quotes import AGENT_API
from localcluster.keylime.rest import KeylimeRest
from localcluster.keylime.tpm import SoftwareTpm
from localcluster.ports import HOST


def register(
    registrar: KeylimeRest, agent_id: str, identity: dict[str, Any], tpm: SoftwareTpm
) -> None:
    """Register, and prove by a credential (TPM 2.0 Part 1, 24) that EK and AK are in one TPM.

    Raises:
        LocalClusterError: The registrar refuses, or the TPM cannot open the credential.
    """
    _, results = registrar.call("POST", f"/agents/{agent_id}", identity)
    secret = tpm.activate(b64decode(results["blob"]))
    proof = hmac.new(b64encode(secret), agent_id.encode(), hashlib.sha384).hexdigest()
    registrar.call("PUT", f"/agents/{agent_id}/activate", {"auth_tag": proof})


def enrolment_request(
    *, port: int, attestation_key: str, certificate: str, policy: Mapping[int, str], node: str
) -> dict[str, Any]:
    """Return what an administrator posts: Keylime 7.14 wants every key, empty ones too.

    Args:
        port: Where the agent answers.
        attestation_key: TPM2B_PUBLIC of the AK, Base64.
        certificate: PEM of the agent's certificate, which the verifier pins.
        policy: By number, the one value (hex) that a PCR may have.
        node: For people, in the metadata.
    """
    mask = sum(1 << pcr for pcr in policy)
    pcrs: dict[str, Any] = {str(pcr): [value] for pcr, value in policy.items()}
    return {
        "cloudagent_ip": HOST,
        "cloudagent_port": port,
        "v": None,
        "tpm_policy": json.dumps({**pcrs, "mask": f"{mask:#x}"}),
        "metadata": json.dumps({"node": node}),
        "runtime_policy": "",
        "runtime_policy_name": "",
        "runtime_policy_key": "",
        "mb_policy": "",
        "mb_policy_name": "",
        "ima_sign_verification_keys": "",
        "revocation_key": "",
        "accept_tpm_hash_algs": ["sha512", "sha384", "sha256"],
        "accept_tpm_encryption_algs": ["ecc", "rsa"],
        "accept_tpm_signing_algs": ["ecschnorr", "rsassa"],
        "ak_tpm": attestation_key,
        "mtls_cert": certificate,
        "supported_version": AGENT_API,
    }
