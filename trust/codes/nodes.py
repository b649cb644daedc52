# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about a node: the scheduler is told why it may not take a pod."""

from trust.codes.code import Code, unknown
from trust.outcome import Outcome

NODES = (
    Code(
        "untrusted",
        Outcome.DENY,
        "The verification service does not trust the node.",
        "repair the node and attest it again",
    ),
    Code(
        "identity-claimed-twice",
        Outcome.DENY,
        "Two NodeIdentities claim the same hardware, so neither node is believed.",
        "leave each identity to one NodeIdentity",
    ),
    Code(
        "asset-tags-differ",
        Outcome.DENY,
        "The hardware of the node does not carry the asset tags that the pod needs.",
        "use a node with these tags",
    ),
    Code(
        "no-node",
        Outcome.DENY,
        "No node of the file of `bondstone check --reports` could take the pod now; unknown where "
        "there is none, or one that cannot be evaluated. In a cluster the pod would wait.",
        "attest a node that carries what the pod needs",
    ),
    unknown(
        "source-silent",
        "The verification service has never answered, or not for longer than --max-staleness.",
        "bring the verification service back",
    ),
    unknown(
        "never-attested",
        "The verification service has no report of the node.",
        "enrol the node",
    ),
    unknown(
        "not-vouched",
        "The verification service can say neither that the node is trusted nor that it is not.",
        "look at the node's agent and at the verification service",
    ),
    unknown(
        "suspected",
        "Something came up against the node after its evidence was appraised.",
        "wait for its next attestation",
    ),
    unknown(
        "no-identity",
        "No NodeIdentity says which hardware the node is.",
        "write a NodeIdentity for it",
    ),
    unknown(
        "node-identity-differs",
        "The kubelet runs on other hardware than the NodeIdentity says.",
        "correct the NodeIdentity, or find out what machine took the node's name",
    ),
    unknown(
        "source-not-configured",
        "A policy names a verification service that is not configured here.",
        "add it to --verification-services, or leave it out of spec.nodes.sources",
    ),
    unknown(
        "node-replaced",
        "The report is about another Node object than the one that is there now.",
        "attest the node again",
    ),
    unknown(
        "report-from-future",
        "The report says an instant that has not come yet.",
        "synchronise the clocks",
    ),
    unknown("report-expired", "The report is no longer stood by.", "attest the node again"),
    unknown(
        "report-too-old",
        "The report is older than maxReportAge of the policy.",
        "attest the node again, or raise spec.nodes.maxReportAge",
    ),
    unknown(
        "node-unknown",
        "Bondstone has not seen the Node object yet.",
        "wait until it has been seen, or look at the readiness of Bondstone",
    ),
)
