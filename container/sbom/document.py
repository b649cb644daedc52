# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Components as a CycloneDX 1.6 document; equal components and times give equal documents."""

import json
import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from container.sbom.components import Component

_NAME = "bondstone"
_IMAGE = "image:bondstone"
"""Reference to the image itself."""


def document(components: Sequence[Component], *, made: datetime) -> dict[str, Any]:
    """Return the document.

    Args:
        components: All that the image holds; the one named bondstone gives the image its version.
        made: When, in UTC.
    """
    (own,) = [each for each in components if each.name == _NAME]
    body: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "timestamp": made.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "tools": {"components": [{"type": "application", "name": "bondstone container.sbom"}]},
            "component": {
                "type": "container",
                "bom-ref": _IMAGE,
                "name": _NAME,
                "version": own.version,
            },
        },
        "components": [_component(each) for each in components],
        "dependencies": [
            {"ref": _IMAGE, "dependsOn": sorted(each.purl for each in components)},
            *({"ref": each.purl, "dependsOn": list(each.needs)} for each in components),
        ],
    }
    # A name made from the content: a random one would make no two builds alike.
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {**body, "serialNumber": f"urn:uuid:{serial}"}


def _component(each: Component) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "type": each.type,
        "bom-ref": each.purl,
        "name": each.name,
        "version": each.version,
        "purl": each.purl,
    }
    if each.license is not None:
        named = {"license": {"name": each.license}}
        fields["licenses"] = [{"expression": each.license} if each.expression else named]
    if each.sha256 is not None:
        fields["hashes"] = [{"alg": "SHA-256", "content": each.sha256}]
    return fields
