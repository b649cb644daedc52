# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Scheduling gates of a pod (KEP-3521): as long as it has one, nobody can bind it.

The API server lets gates be taken away and never be added, so a pod without any stays without.
"""

from trust.document import Fields
from trust.errors import PodError


def is_gated(document: object) -> bool:
    """Tell whether a pod has a scheduling gate still; gates are counted, not looked at.

    Raises:
        PodError: What leads to them is not of the API's shape.
    """
    return take_gated(Fields(document, path="", error=PodError).fields("spec", optional=True))


def take_gated(spec: Fields) -> bool:
    """Take the same out of a spec of which other fields are read too.

    Raises:
        PodError: What leads to them is not of the API's shape.
    """
    return bool(spec.take("schedulingGates", list, []))
