# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime's files are what its parser reads, and name whom they should."""

import ast
from configparser import RawConfigParser
from pathlib import Path

from localcluster.keylime.configuration import (
    logging_configuration,
    registrar_configuration,
    verifier_configuration,
)
from localcluster.keylime.settings import RevocationWebhook, VerifierSettings

TLS = Path("/run/tls")


def read(text: str) -> RawConfigParser:
    parser = RawConfigParser()
    parser.read_string(text)
    return parser


def test_without_a_webhook_nobody_is_told_and_one_authority_is_trusted() -> None:
    parser = read(verifier_configuration(VerifierSettings(), port=1, tls=TLS))
    assert parser.get("revocations", "enabled_revocation_notifications") == "[]"
    assert parser.get("revocations", "webhook_url") == ""
    assert ast.literal_eval(parser.get("verifier", "trusted_server_ca")) == ["ca.crt"]


def test_a_webhook_is_told_and_its_authority_trusted() -> None:
    webhook = RevocationWebhook(url="https://127.0.0.1:2/hints", authority=Path("/run/hints.crt"))
    settings = VerifierSettings(quote_interval=0.25, webhook=webhook)
    parser = read(verifier_configuration(settings, port=1, tls=TLS))
    told = parser.get("revocations", "enabled_revocation_notifications")
    assert ast.literal_eval(told) == ["webhook"]
    assert parser.get("revocations", "webhook_url") == webhook.url
    trusted = ast.literal_eval(parser.get("verifier", "trusted_server_ca"))
    assert trusted == ["ca.crt", "/run/hints.crt"]
    assert parser.getfloat("verifier", "quote_interval") == 0.25


def test_lists_and_policies_are_literals_as_keylime_reads_them() -> None:
    parser = read(verifier_configuration(VerifierSettings(), port=1, tls=TLS))
    labels = ast.literal_eval(parser.get("verifier", "severity_labels"))
    (rule,) = ast.literal_eval(parser.get("verifier", "severity_policy"))
    assert rule["severity_label"] in labels


def test_the_registrar_has_two_ports() -> None:
    parser = read(registrar_configuration(port=1, tls_port=2, tls=TLS))
    assert (parser.getint("registrar", "port"), parser.getint("registrar", "tls_port")) == (1, 2)


def test_every_logger_has_its_section() -> None:
    parser = read(logging_configuration())
    assert {"logger_root", "handler_console", "formatter_line"} <= set(parser.sections())
