# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An HVS with real connections: what the services document asks for."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from attestation.http.client import Client
from attestation.hvs.credentials import read_credentials
from attestation.hvs.questions import Questions
from attestation.hvs.service import Hvs
from attestation.hvs.settings import HvsSettings
from attestation.hvs.token_desk import TokenDesk
from attestation.hvs.tokens import Tokens


def open_hvs(settings: HvsSettings, *, now: Callable[[], datetime]) -> Hvs:
    """Return the service; it connects when it is asked, and reads its files then.

    Raises:
        EndpointError: A URL cannot be used.
    """
    hvs, aas = Client(settings.hvs), Client(settings.aas)
    files = partial(read_credentials, settings.username_file, settings.password_file)
    questions = Questions(hvs, Tokens(TokenDesk(aas, files, now=now)), now=now)

    def close() -> None:
        hvs.close()
        aas.close()

    return Hvs(settings, questions, now=now, close=close)
