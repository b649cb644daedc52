# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the operator says of one Keylime."""

from dataclasses import dataclass, field
from datetime import timedelta

from attestation.http.endpoint import Endpoint
from attestation.keylime.demands import Demands
from attestation.keylime.plan import MOST_PAUSE


@dataclass(frozen=True, slots=True, kw_only=True)
class KeylimeSettings:
    """One Keylime.

    Attributes:
        name: What people and policies call it.
        verifier: Where its verifier answers.
        registrar: Where its registrar answers over TLS.
        demands: What an agent must show.
        list_pause: Between two lists of all agents of a large fleet.
    """

    name: str
    verifier: Endpoint
    registrar: Endpoint
    demands: Demands = field(default_factory=Demands)
    list_pause: timedelta = MOST_PAUSE
