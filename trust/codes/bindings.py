# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes about Bindings, and about labels by which policies select namespaces."""

from trust.codes.code import Code, unknown
from trust.outcome import Outcome

BINDINGS = (
    Code(
        "binding-changes-need",
        Outcome.DENY,
        "Labels or annotations of a Binding, which become the pod's, change what it needs.",
        "leave them out of the Binding",
    ),
    Code(
        "binding-without-uid",
        Outcome.DENY,
        "A Binding does not say by metadata.uid which pod it means (in bindings it never does).",
        "write the pod's UID into it and post it to pods/NAME/binding, as schedulers do",
    ),
    Code(
        "binding-of-another-pod",
        Outcome.UNKNOWN,
        "The pod that a Binding names by its UID is not there any more.",
        "bind the one that is there now",
    ),
    Code(
        "binding-of-gated-pod",
        Outcome.DENY,
        "A Binding is of a pod that has scheduling gates, whose labels may change until they go.",
        "take the gates off the pod first",
    ),
    unknown(
        "live-answer-late",
        "A verification service was asked live about the node of a Binding and did not answer in "
        "time.",
        "look at the verification service; the scheduler tries the pod again",
    ),
    unknown(
        "live-answer-failed",
        "A verification service was asked live about the node of a Binding and gave no answer "
        "that can be believed.",
        "look at the verification service; the scheduler tries the pod again",
    ),
    unknown(
        "live-question-not-asked",
        "More live questions came than a verification service is asked, or than may wait for it.",
        "nothing: the scheduler tries the pod again in some seconds; if it lasts, look at the "
        "verification service",
    ),
    unknown(
        "binding-just-refused",
        "The webhook refused the last Binding of this pod to this node, and another node would do.",
        "nothing: another node is tried first",
    ),
    Code(
        "namespace-taken-out",
        Outcome.DENY,
        "Changed labels of a namespace take it out of an enforced policy.",
        'keep those that the policy selects by, or ask somebody who may "unprotect" '
        "namespaces.bondstone.dev",
    ),
)
