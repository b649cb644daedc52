# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What both calls of the scheduler have in common: fields in either case, and a pod.

Older API types carried lower-case tags, and Go's decoder compares names without case; a field that
stands twice in two spellings could mean two things to two readers, and is an error.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from extender.errors import ArgumentsError


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """The pod that a call is about, as JSON values."""

    namespace: str
    pod: Mapping[str, object]

    def metadata(self, name: str) -> str:
        """Return a text of its metadata for the log: it may be of a pod that cannot be read."""
        metadata = self.pod.get("metadata")
        value = metadata.get(name) if isinstance(metadata, dict) else None
        return value if isinstance(value, str) else ""


def fields_of(value: object, known: frozenset[str], what: str) -> dict[str, object]:
    """Return the fields of an object by their names in lower case; unknown ones are left out.

    Args:
        value: JSON.
        known: Names in lower case.
        what: The object, for the error.

    Raises:
        ArgumentsError: It is no object, or a field stands twice.
    """
    if not isinstance(value, dict):
        raise ArgumentsError(f"{what} is not an object")
    found = [(key.lower(), each) for key, each in value.items() if key.lower() in known]
    fields = dict(found)
    if len(fields) != len(found):
        raise ArgumentsError(f"a field of {what} stands twice, in two spellings")
    return fields


def read_candidate(pod: object) -> Candidate:
    """Read the pod.

    Raises:
        ArgumentsError: It is missing or has no namespace.
    """
    metadata = pod.get("metadata") if isinstance(pod, dict) else None
    namespace = metadata.get("namespace") if isinstance(metadata, dict) else None
    if not isinstance(pod, dict) or not isinstance(namespace, str) or not namespace:
        raise ArgumentsError("Pod is missing, or has no metadata.namespace")
    return Candidate(namespace=namespace, pod=pod)
