# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What people are told of the steps of a rotation."""

from trust.rotation_steps import (
    Action,
    Adopt,
    Issue,
    MakeSuccessor,
    Promote,
    Retire,
    StartAnew,
    WriteBundle,
)


def told(action: Action) -> tuple[str, str]:
    """Return a reason and a sentence for an Event."""
    match action:
        case Adopt():
            return "AuthorityAdopted", (
                "an authority whose certificates are in use is kept nowhere any more: it is "
                "trusted until they are exchanged"
            )
        case MakeSuccessor():
            return "AuthorityAnnounced", (
                "a new authority is made known everywhere, and signs when it is"
            )
        case WriteBundle(place=place):
            return "BundleWritten", f"the authorities of now are believed by {place}"
        case StartAnew(reader=name):
            return "ReaderStartedAnew", (
                f"Deployment {name} is rolled out: it reads authorities only when it starts"
            )
        case Promote():
            return "AuthorityPromoted", "the new authority signs; the old one is trusted still"
        case Issue(leaf=name):
            return "CertificateIssued", f"a new certificate for {name}"
        case Retire():
            return "AuthorityRetired", "the old authority is believed by nobody any more"
    return "Resting", "there is nothing to do"
