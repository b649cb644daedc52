# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What looking one object up by name needs: somebody who answers, and a name that is one."""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from cluster.errors import ClusterError

_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")


class Objects(Protocol):
    """The API server, as far as it is asked here."""

    def get(self, path: str, *, seconds: float) -> Mapping[str, Any]:
        """Return an object.

        Raises:
            ClusterError: No answer could be had.
        """
        ...


def require_names(*names: str, what: str) -> None:
    """Let nothing into a path that is not the name of an object (RFC 1123 subdomain).

    Args:
        names: Of the object and of its namespace.
        what: Such a name is meant to name, for people.

    Raises:
        ClusterError: One of them is none.
    """
    for name in names:
        if not _NAME.fullmatch(name):
            raise ClusterError(f"{name[:64]!r} is not the name of {what}")
