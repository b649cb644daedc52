# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a request to a registry is for."""

from dataclasses import dataclass

from images.registries import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """To pull from one repository of a registry, which is also the scope of a token.

    Attributes:
        registry: Who is asked.
        repository: What for.
        behind: For whom a mirror answers; empty where the registry itself is asked.
    """

    registry: Registry
    repository: str
    behind: str = ""
