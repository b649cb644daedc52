# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a review is about, where it cannot be read otherwise.

The API server writes uid, kind and resource before anything of an object (admission/v1
AdmissionRequest). Whatever is not written exactly so is about nothing that is known.
"""

import re

from webhook.review import HEAD_BYTES

_HEAD = re.compile(
    rb'\s*\{\s*(?:"(?:kind|apiVersion)"\s*:\s*"[A-Za-z0-9./]*"\s*,\s*){2}'
    rb'"request"\s*:\s*\{\s*"uid"\s*:\s*"[0-9A-Za-z._-]{1,64}"\s*,'
    rb'\s*"kind"\s*:\s*\{[^{}]{0,512}\}\s*,'
    rb'\s*"resource"\s*:\s*\{\s*"group"\s*:\s*"([a-z0-9.-]{0,253})"\s*,'
    rb'\s*"version"\s*:\s*"[a-z0-9]{1,63}"\s*,'
    rb'\s*"resource"\s*:\s*"([a-z]{1,63})"\s*\}\s*,\s*"(?!subResource")'
)


def target_of(raw: bytes) -> str | None:
    """Find the resource as kubectl writes it, ``jobs.batch``; None for subresources, or unknown."""
    found = _HEAD.match(raw[:HEAD_BYTES])
    if found is None:
        return None
    group, resource = (part.decode() for part in found.groups())
    return f"{resource}.{group}" if group else resource
