# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A host as HVS knows it, and what HVS writes of it: an entry, a report, a signed report."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulators.hvs.chain import SigningChain
from tests.simulators.hvs.signer import signed

PARTS = ("PLATFORM", "OS", "HOST_UNIQUE", "SOFTWARE", "ASSET_TAG", "IMA")
_FAULTS = {"ASSET_TAG": "fault.AssetTagMismatch"}


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedHost:
    """A host and its newest report; ``dataclasses.replace`` makes the next one.

    Attributes:
        number: Makes its identifiers.
        attested_at: When the report was made.
        lasts: How long HVS stands by it.
        state: At HVS; empty for a host without one.
        failed: Parts that failed.
        tags: In its ASSET_TAG flavor; none, no flavor. They stand there even if the check fails.
        report: Whether there is one.
        hardware_of: The number of the host whose hardware it claims to be; 0 for its own.
    """

    number: int
    attested_at: datetime
    lasts: timedelta = timedelta(days=1)
    state: str = "CONNECTED"
    failed: frozenset[str] = frozenset()
    tags: Mapping[str, str] = field(default_factory=dict)
    report: bool = True
    hardware_of: int = 0

    @property
    def hardware_uuid(self) -> str:
        """Return the identity of its hardware."""
        return f"0009e54e-642f-e511-906e-{self.hardware_of or self.number:012x}"

    @property
    def host_id(self) -> str:
        """Return its identifier at HVS."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"host-{self.number}"))

    @property
    def report_id(self) -> str:
        """Return the identifier of its report, which stays when the report is renewed."""
        return str(uuid.uuid5(uuid.NAMESPACE_DNS, f"report-{self.number}"))

    @property
    def trusted(self) -> bool:
        """Return what HVS says over all."""
        return not self.failed

    def entry(self) -> dict[str, object]:
        """Return its entry in the list of hosts."""
        status = {"host_state": self.state, "last_time_connected": "2020-07-17T04:47:33Z"}
        return {
            "id": self.host_id,
            "host_name": f"host-{self.number}",
            "connection_string": f"https://host-{self.number}:1443",
            "hardware_uuid": self.hardware_uuid,
            **({"status": status} if self.state else {}),
        }

    def in_json(self) -> dict[str, object]:
        """Return its report."""
        return {
            "id": self.report_id,
            "trust_information": {
                "OVERALL": self.trusted,
                "flavors_trust": {name: self._part(name) for name in self._checked()},
            },
            "host_id": self.host_id,
            "host_info": self._info(),
            "created": _written(self.attested_at),
            "expiration": _written(self.attested_at + self.lasts),
        }

    def in_saml(self, chain: SigningChain) -> str:
        """Return its signed report."""
        return signed(self.attributes(), chain, issued=self.attested_at, lasts=self.lasts)

    def attributes(self) -> dict[str, str]:
        """Return the attributes of its signed report."""
        words = {True: "true", False: "false"}
        parts = {name: words[name not in self.failed] for name in self._checked()}
        return {
            "TPMVersion": "2.0", "FEATURE_TPM": "true", "VMMName": "", "BiosName": "Intel & Co.",
            "ProcessorFlags": "FPU VME DE PSE TSC", "InstalledComponents": "[tagent wlagent]",
            "AIK_Certificate": "MIID" * 300, "Binding_Key_Certificate": "MIIF" * 420,
            "HostName": f"host-{self.number}", "HardwareUUID": self.hardware_uuid,
            "TRUST_OVERALL": words[self.trusted],
            **{f"TRUST_{name}": parts.get(name, "NA") for name in PARTS},
            **{f"TAG_{key}": value for key, value in self.tags.items()},
        }  # fmt: skip

    def _checked(self) -> list[str]:
        always = ["PLATFORM", "OS", "HOST_UNIQUE"]
        return [
            *always,
            *(["ASSET_TAG"] if self.tags else []),
            *sorted(self.failed - {*always, "ASSET_TAG"}),
        ]

    def _part(self, name: str) -> dict[str, object]:
        good = name not in self.failed
        rule: dict[str, object] = {"rule_name": "rule.FlavorTrusted", "markers": [name]}
        if name == "ASSET_TAG":
            rule = {
                "rule_name": "rule.AssetTagMatches", "markers": [name],
                "expected_tag": "SQ0G0q/0", "tags": dict(self.tags),
            }  # fmt: skip
        fault = {"fault_name": _FAULTS.get(name, "fault.PcrValueMismatch"), "description": "…"}
        checked: dict[str, object] = {
            "rule": rule, "flavor_id": "51889b05-d6bd-4d87-a876-ae261183fdec", "trusted": good,
        }  # fmt: skip
        return {"trust": good, "rules": [checked if good else checked | {"faults": [fault]}]}

    def _info(self) -> dict[str, object]:
        features = {
            "TXT": {"enabled": "true"},
            "TPM": {"enabled": "true", "meta": {"tpm_version": "2.0"}},
            "CBNT": {"enabled": "false", "meta": {"profile": "", "msr": ""}},
            "UEFI": {"enabled": "true", "meta": {"secure_boot_enabled": False}},
            "PFR": {"enabled": "false"},
            "BMC": {"enabled": "false"},
        }
        return {
            "os_name": "RedHatEnterprise", "os_version": "8.4", "os_type": "",
            "bios_version": "SE5C610.86B.01.01.0016.033120161139", "vmm_name": "",
            "vmm_version": "", "processor_info": "F1 06 04 00 FF FB EB BF",
            "host_name": f"host-{self.number}", "bios_name": "Intel Corporation",
            "hardware_uuid": self.hardware_uuid, "process_flags": "FPU VME DE PSE TSC",
            "no_of_sockets": "2", "tboot_installed": "false", "is_docker_env": "false",
            "hardware_features": features, "installed_components": ["tagent"],
        }  # fmt: skip


def _written(instant: datetime) -> str:
    return instant.isoformat().replace("+00:00", "Z")
