# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""In whose names the images of a pod are asked for: with the pull secrets that it has already."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cluster.errors import ClusterError, ForbiddenError, NotFoundError
from images.credential import Credential
from images.pull_secrets import PullEntry, PullSecretError, matching, read_pull_secret
from trust.pod import Pod
from trust.reference import Reference

_MOST = 32
"""Pull secrets of one pod that are read."""


class Secrets(Protocol):
    """Secrets of the cluster."""

    def get(self, namespace: str, name: str) -> Mapping[str, Any]:
        """Return a Secret as JSON values.

        Raises:
            ClusterError: No answer could be had.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyring:
    """What a pod can show.

    Attributes:
        entries: Of its pull secrets.
        unusable: Why others of them cannot be used, each a clause.
    """

    entries: tuple[PullEntry, ...] = ()
    unusable: tuple[str, ...] = ()

    def credentials(self, reference: Reference) -> tuple[Credential, ...]:
        """Return what to show for an image, in the kubelet's order."""
        return matching(self.entries, reference)


class OwnCredentials:
    """Registries are asked in Bondstone's own name alone; Secrets are not read."""

    def keyring(self, pod: Pod) -> Keyring:
        """Return an empty one."""
        if not pod.pull_secrets:
            return Keyring()
        return Keyring(unusable=("pull secrets of pods are not read (--pull-secrets=own)",))


class PodCredentials:
    """Pull secrets of pods are read, in namespaces where Bondstone is given the right.

    Args:
        secrets: Of the cluster.
    """

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets

    def keyring(self, pod: Pod) -> Keyring:
        """Read the pull secrets of a pod; one that cannot be read leaves the others in force."""
        entries: list[PullEntry] = []
        unusable: list[str] = []
        for name in pod.pull_secrets[:_MOST]:
            try:
                entries += read_pull_secret(self._secrets.get(pod.namespace, name))
            except (ClusterError, PullSecretError) as exc:
                unusable.append(f'pull secret "{name}" {_why(exc, pod.namespace)}')
        if len(pod.pull_secrets) > _MOST:
            unusable.append(f"only the first {_MOST} pull secrets are read")
        return Keyring(entries=tuple(entries), unusable=tuple(unusable))


def _why(exc: ClusterError | PullSecretError, namespace: str) -> str:
    if isinstance(exc, ForbiddenError):
        return (
            "may not be read: bind the ClusterRole bondstone-pull-secrets to Bondstone's webhook "
            f'in namespace "{namespace}"'
        )
    if isinstance(exc, NotFoundError):
        return "does not exist"
    return f"cannot be used: {exc}"
