# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One answer of the webhook before it is written down."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.policy import Mode
from trust.verdict import Finding, Verdict
from webhook.judgement import Refusal
from webhook.mutate import Patch


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What is answered.

    Attributes:
        verdict: What counts.
        policies: Names of the TrustPolicies that apply, in any mode: for log and audit.
        refused_by: Names of those that refuse, all of them enforced: for people.
        annotated: The object's own annotation asks for something.
        subject: What is judged, as people call it: ``pod``, ``Deployment``.
        pod: Name of the object, for the log.
        node: That a Binding chooses, for the log.
        live: What became of the live question about it, by source, for the log.
        in_full: Where people find every reason, for a refusal that has no room for all.
        patch: Operations of /mutate.
        unenforced: What Warn and Audit would have said.
        refusals: Each reason by policy and mode.
        doubts: What could not be evaluated and refuses nothing here: it is a warning.
        remarks: What people should know of the images beside.
    """

    verdict: Verdict = field(default_factory=Verdict)
    policies: tuple[str, ...] = ()
    refused_by: tuple[str, ...] = ()
    annotated: bool = False
    subject: str = "pod"
    pod: str = ""
    node: str = ""
    live: Mapping[str, str] = field(default_factory=dict)
    in_full: str = "bondstone check -v shows all"
    patch: Patch = field(default_factory=list)
    unenforced: Mapping[Mode, Verdict] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()
    doubts: Verdict = field(default_factory=Verdict)
    remarks: tuple[str, ...] = ()

    @property
    def object(self) -> str:
        """The object as people name it in a sentence: a pod by its name alone."""
        return self.pod if self.subject == "pod" else f"{self.subject} {self.pod}"

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Every reason, those that refuse first."""
        return (*self.verdict.findings, *self.doubts.findings)
