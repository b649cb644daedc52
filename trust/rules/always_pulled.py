# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Rule: encrypted images are pulled each time, so that somebody is asked each time.

A node keeps an image decrypted once it has unpacked it. With IfNotPresent or Never any later pod
runs it without a question to registry or runtime (peers.md §3 row 26). Always is necessary and not
sufficient: containerd pulls and then takes layers that it has unpacked without their key; CRI-O
asks for the key again.
"""

from trust.pod import PodImage
from trust.verdict import Finding, Outcome

ALWAYS = "Always"


def always_pulled(image: PodImage) -> Finding | None:
    """Give a denial for an encrypted image that a node may take from what it has unpacked."""
    if image.pull_policy == ALWAYS:
        return None
    return Finding(
        code="image-not-pulled-anew",
        outcome=Outcome.DENY,
        detail=f'its {image.pull_policy_path.rpartition("/")[2]} is "{image.pull_policy}", so that '
        "a node which has it decrypted would run it without asking anybody",
    )
