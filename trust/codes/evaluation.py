# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes of decisions that could not be made at all."""

from trust.codes.code import unknown

EVALUATION = (
    unknown(
        "pod-unreadable", "A field of the pod is not of the API's shape.", "correct this field"
    ),
    unknown(
        "template-unreadable",
        "The object that makes pods has no template that can be read.",
        "correct this field",
    ),
    unknown(
        "pod-incomplete",
        "A pod has no containers, or what makes pods no template: the API server would refuse it "
        "(bondstone check).",
        "write what is missing",
    ),
    unknown(
        "kind-unknown",
        "An object has nearly the kind of one that is judged, or another apiVersion: the API "
        "server would refuse it (bondstone check).",
        "write the apiVersion and kind of the API",
    ),
    unknown(
        "review-unreadable",
        "The admission review cannot be read, or Bondstone failed.",
        "correct the object, or ask the operator of Bondstone",
    ),
    unknown(
        "resource-not-ours",
        "The API server asks about a resource that the webhook does not judge.",
        "apply Bondstone's webhook configurations as they are shipped",
    ),
    unknown(
        "namespace-unknown",
        "The labels of the pod's namespace could not be looked up.",
        "try again when the API server answers Bondstone",
    ),
    unknown(
        "namespace-unreadable",
        "A field of the namespace is not of the API's shape.",
        "correct this field",
    ),
    unknown(
        "binding-unreadable",
        "A field of the Binding or of its pod is not of the API's shape.",
        "correct this field",
    ),
    unknown(
        "binding-unknown",
        "The pod of a Binding, or its namespace, could not be looked up.",
        "try again when the API server answers the webhook",
    ),
    unknown(
        "no-verification-service",
        "The webhook was given no source of reports, so it knows nothing of nodes.",
        "start it with the same --verification-services (in trials --unsafe-reports-file) as the "
        "extender",
    ),
    unknown(
        "policies-not-synced",
        "The webhook has not read the TrustPolicies yet.",
        "wait until the webhook is ready",
    ),
    unknown(
        "input-unreadable",
        "A file that bondstone check was given cannot be read, is not what it must be, or holds no "
        "object.",
        "correct the file",
    ),
    unknown(
        "caches-not-synced",
        "The extender has not read the cluster yet.",
        "look at the extender's /readyz",
    ),
)
