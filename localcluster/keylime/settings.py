# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What tests and demo vary in Keylime's verifier."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class RevocationWebhook:
    """Whom the verifier tells of a node that failed.

    Attributes:
        url: ``https://host:port/path``.
        authority: File with who signed that endpoint's certificate. The verifier does not compare
            host names.
    """

    url: str
    authority: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierSettings:
    """How the verifier asks agents.

    Attributes:
        quote_interval: Seconds between two quotes of an agent.
        retry_interval: Seconds between two tries to reach one.
        max_retries: Tries before an agent counts as lost.
        webhook: Whom to tell of failures, None for nobody.
    """

    quote_interval: float = 1.0
    retry_interval: float = 1.0
    max_retries: int = 2
    webhook: RevocationWebhook | None = None
