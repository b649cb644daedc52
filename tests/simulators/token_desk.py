# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A registry that wants bearer tokens, and the service that gives them (distribution token spec).

The real registry is asked in tests/integration/images/test_real_tokens.py.
"""

import json
from urllib.parse import parse_qs, urlsplit

from tests.simulators.answers import Answer, Asked
from tests.simulators.registry import RegistrySimulator


class TokenDesk:
    """A gate of a registry that wants a token for each repository, and the service that gives it.

    Tokens are numbered; the newest one of a repository is good.
    """

    def __init__(self, registry: RegistrySimulator) -> None:
        self.realm = f"https://{registry.host}/token"
        self.given: list[str] = []
        self.document: dict[str, object] = {}

    def __call__(self, asked: Asked) -> Answer | None:
        """Give a token, or ask for one."""
        url = urlsplit(asked.path)
        if url.path == "/token":
            fields = parse_qs(asked.body.decode() or url.query)
            self.given.append(f"{fields['scope'][0].split(':')[1]}/{len(self.given)}")
            return Answer(body=json.dumps({"token": self.given[-1], **self.document}).encode())
        repository = "/".join(url.path.split("/")[2:4])
        own = [token for token in self.given if token.startswith(f"{repository}/")]
        if own and asked.headers.get("Authorization") == f"Bearer {own[-1]}":
            return None
        challenge = f'Bearer realm="{self.realm}",service="shop",scope="repository:evil:push"'
        return Answer(status=401, headers={"WWW-Authenticate": challenge})
