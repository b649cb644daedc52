# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The steps of which rotations of certificates are made; each is one write."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where a rotation stands while there is nothing to do but wait."""

    STEADY = "steady"
    ANNOUNCED = "announced"
    SWITCHED = "switched"


@dataclass(frozen=True, slots=True, kw_only=True)
class Adopt:
    """Keep trusting authorities that are lost, but whose leaves are in use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeSuccessor:
    """Make an authority that will sign, in the place of any other successor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteBundle:
    """Let the authorities of now, and nobody else, be believed in a place."""

    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StartAnew:
    """Start a reader anew, so that it reads the bundle of now."""

    reader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Promote:
    """Let the successor sign, and retire who signed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Issue a leaf anew."""

    leaf: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Retire:
    """Take retired authorities out of what is trusted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Do nothing now.

    Attributes:
        phase: Where the rotation stands.
        readers: What has been started anew and is not ready yet.
    """

    phase: Phase
    readers: tuple[str, ...] = ()


Action = Adopt | MakeSuccessor | WriteBundle | StartAnew | Promote | Issue | Retire | Rest
