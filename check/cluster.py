# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Policies and namespaces as files have them, in the place of those of a cluster."""

from collections.abc import Iterable, Mapping
from typing import Any

from check.errors import CheckError, PolicyFileError
from check.files import Found
from trust.document import Fields
from trust.errors import DocumentError, PolicyError
from trust.namespace import Namespace
from trust.policy import TrustPolicy
from trust.policy_document import parse_policy

NAME_LABEL = "kubernetes.io/metadata.name"
"""The API server gives it to every namespace (Kubernetes "Well-Known Labels")."""


class FilePolicies:
    """TrustPolicies of files.

    Args:
        found: Objects of the files, TrustPolicies all of them.

    Raises:
        PolicyFileError: One is none, or two have one name; the text names file and field.
    """

    def __init__(self, found: Iterable[Found]) -> None:
        self._policies: dict[str, TrustPolicy] = {}
        for each in found:
            try:
                policy = parse_policy(each.document)
            except PolicyError as exc:
                raise PolicyFileError(f"{each.place}: {exc}", file=each.file) from exc
            if policy.name in self._policies:
                raise PolicyFileError(
                    f'{each.place}: TrustPolicy "{policy.name}" stands twice', file=each.file
                )
            self._policies[policy.name] = policy

    @property
    def synced(self) -> bool:
        """Files are known as a whole."""
        return True

    def values(self) -> Mapping[str, TrustPolicy]:
        """Return every policy by name."""
        return self._policies


class FileNamespaces:
    """Namespaces among the input; every other one has its name as its only label.

    Args:
        found: Objects of the files.

    Raises:
        CheckError: A Namespace is not of the API's shape.
    """

    def __init__(self, found: Iterable[Found]) -> None:
        self._labels: dict[str, dict[str, str]] = {}
        for each in found:
            if each.kind == "Namespace" and each.document["apiVersion"] == "v1":
                name, labels = _labels_of(each)
                self._labels.setdefault(name, {}).update(labels)

    def get(self, name: str) -> Namespace:
        """Return a namespace with its labels."""
        labels = {**self._labels.get(name, {}), NAME_LABEL: name}
        return Namespace(name=name, labels=labels)


def _labels_of(found: Found) -> tuple[str, dict[str, str]]:
    try:
        metadata = Fields(found.document, path="", error=DocumentError).fields("metadata")
        name = metadata.take("name", str)
        labels: dict[str, Any] = metadata.fields("labels", optional=True).rest()
        for key, value in labels.items():
            if not isinstance(value, str):
                raise metadata.fail("labels", f"{key} must be a string")
    except DocumentError as exc:
        raise CheckError(f"{found.place}: {exc}", file=found.file) from exc
    return name, labels
