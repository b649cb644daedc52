# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about a node: the scheduler is told why it may not take a pod."""

from trust.codes.code import Code, deny, unknown
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
    deny(
        "tag-record-invalid",
        "A tag record of the node cannot be read: it is no compact JWS of its type, or lacks a "
        "claim, or has one that is not known.",
        "issue the record again (bondstone tags issue)",
    ),
    deny(
        "tag-record-wrong-key",
        "A tag record of the node is signed by no key of --tag-authority.",
        "issue the record with a key of the tag authority, or add its public key to "
        "--tag-authority",
    ),
    deny(
        "tag-record-wrong-ek",
        "A tag record of the node is about another EK than the one that was attested.",
        "issue a record for the EK of this machine (bondstone tags issue --ek-hash)",
    ),
    deny(
        "tag-record-revoked",
        "A tag record of the node was taken back by the tag authority.",
        "issue a new record, and replace the revoked one in spec.tagRecords of the NodeIdentity",
    ),
    deny(
        "tag-records-ambiguous",
        "More than one tag record of the node would count now; whatever they say, none does.",
        "leave one of them in spec.tagRecords of the NodeIdentity, or revoke the others",
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
        "clock-set-back",
        "The last answer of the verification service is later than Bondstone's own clock.",
        "synchronise the clocks",
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
    unknown(
        "tag-record-expired",
        "The validity of a tag record of the node is over.",
        "issue a new record (bondstone tags issue)",
    ),
    unknown(
        "tag-record-from-future",
        "A tag record of the node says that it was issued at an instant that has not come yet.",
        "synchronise the clocks",
    ),
    unknown(
        "tag-authority-unknown",
        "The node has tag records, and the component has no --tag-authority, or cannot read it.",
        "give the component the public keys of the tag authority (--tag-authority)",
    ),
    unknown(
        "tag-revocations-unknown",
        "The file of --tag-revocations cannot be read, or is not the tag authority's: nobody can "
        "tell which records are revoked.",
        "put the list in place that bondstone tags revoke has written",
    ),
)
