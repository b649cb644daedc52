# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Prometheus is shown about certificates."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from trust.certificates import Found
from trust.rotation_steps import Action, Issue, Phase, Promote, Rest


class Metrics:
    """Ends of certificates, rotations, and where the present one stands."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self._ends = Gauge(
            "bondstone_certificate_expiry_timestamp_seconds",
            "When a certificate ends; 0 where there is none that can be read.",
            ["certificate"],
            registry=registry,
        )
        self._rotations = Counter(
            "bondstone_certificate_rotations_total",
            "Certificates that were exchanged; authority is the one that signs.",
            ["certificate"],
            registry=registry,
        )
        self._phase = Gauge(
            "bondstone_authority_rotation_phase",
            "1 for the phase in which the rotation of the authority rests.",
            ["phase"],
            registry=registry,
        )
        self._leading = Gauge(
            "bondstone_issuer_leading", "1 while this process issues.", registry=registry
        )
        self.failures = Counter(
            "bondstone_issuer_failures_total",
            "Looks and steps that failed and are tried again.",
            registry=registry,
        )

    def lead(self, leading: bool) -> None:
        """Show whether this process issues; one that does not shows no ends, which may be old."""
        self._leading.set(leading)
        if not leading:
            self._ends.clear()
            self._phase.clear()

    def show(self, found: Found) -> None:
        """Show when everything ends."""
        authority = found.signing
        self._ends.labels("authority").set(
            0 if authority is None else authority.validity.ends.timestamp()
        )
        for name, leaf in found.leaves.items():
            self._ends.labels(name).set(0 if leaf is None else leaf.validity.ends.timestamp())

    def count(self, action: Action) -> None:
        """Count a step that was done, or show where it rests."""
        match action:
            case Issue(leaf=name):
                self._rotations.labels(name).inc()
            case Promote():
                self._rotations.labels("authority").inc()
            case Rest(phase=now):
                for phase in Phase:
                    self._phase.labels(phase.value).set(phase is now)
