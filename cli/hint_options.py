# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Options of the endpoint for hints."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from attestation.keylime.hint import LONGEST
from cli.kinds import CLIENT_NAME, FILE, PORT
from cli.options import Function, option
from hub.hint_endpoint import PATH, HintSettings
from serving.errors import SettingsError
from serving.settings import ServerSettings


def hint_options(function: Function) -> Function:
    """Add them."""
    options = (
        option(
            "--hints-port",
            type=PORT,
            help=f"TLS port of {PATH}, for the revocation webhook of Keylime's verifier; without "
            "it hints are not received, and a poll finds what they tell.",
        ),
        option("--hints-tls-cert", type=FILE, help="Its certificate chain, PEM."),
        option("--hints-tls-key", type=FILE, help="Its private key, PEM."),
        option(
            "--hints-client-ca",
            type=FILE,
            help="Authorities of the certificates that verifiers show, PEM.",
        ),
        option(
            "--hints-client-name",
            "hints_client_names",
            type=CLIENT_NAME,
            multiple=True,
            help="CN or DNS name that such a certificate must have. Repeatable, in the environment "
            "variable separated by spaces.",
        ),
        option(
            "--hints-key",
            type=FILE,
            help="RSA public key that hints must be signed with, PEM: of the agents' "
            "revocation_key. Without it signatures are not looked at.",
        ),
    )
    for decorate in reversed(options):
        function = decorate(function)
    return function


def hint_settings(options: Mapping[str, Any]) -> HintSettings | None:
    """Return how hints come in, None where they do not.

    Raises:
        SettingsError: Something of it is missing.
    """
    port = options["hints_port"]
    files: dict[str, Path | None] = {
        "--hints-tls-cert": options["hints_tls_cert"],
        "--hints-tls-key": options["hints_tls_key"],
        "--hints-client-ca": options["hints_client_ca"],
    }
    names, key = frozenset(options["hints_client_names"]), options["hints_key"]
    if port is None:
        if any(files.values()) or names or key is not None:
            raise SettingsError("options of hints need --hints-port")
        return None
    cert, private, authorities = files.values()
    if cert is None or private is None or authorities is None or not names:
        raise SettingsError(
            f"--hints-port needs {', '.join(files)} and --hints-client-name: who may hint is known "
            "by a certificate"
        )
    server = ServerSettings(
        name="hints", host=options["host"], port=port, health_port=options["health_port"],
        tls_cert=cert, tls_key=private, client_ca=authorities, client_names=names,
        body_limit=LONGEST,
    )  # fmt: skip
    return HintSettings(server=server, key=key)
