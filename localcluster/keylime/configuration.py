# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Configuration files of Keylime 7.14: its package on PyPI brings none, and no defaults for most.

Every option that the two servers read in pull mode is written, so that nothing depends on what
some release takes for an absent one.
"""

from configparser import RawConfigParser
from pathlib import Path

from localcluster.keylime.settings import VerifierSettings
from localcluster.ports import HOST

VERSION = "2.6"
"""Of the format of these files."""
_TLS = {
    "server_cert": "server.crt",
    "server_key": "server.key",
    "server_key_password": "",
    "trusted_client_ca": "['ca.crt']",
    "cert_subject_alternative_names": "",
}
_DATABASE = {
    "database_url": "sqlite",
    "database_pool_sz_ovfl": "5,10",
    "auto_migrate_db": "True",
}
_NO_RECORDS = {
    "durable_attestation_import": "",
    "persistent_store_url": "",
    "transparency_log_url": "",
    "time_stamp_authority_url": "",
    "time_stamp_authority_certs_path": "",
    "persistent_store_format": "json",
    "persistent_store_encoding": "",
    "transparency_log_sign_algo": "sha256",
    "signed_attributes": "",
}
_SEVERITIES = ["info", "notice", "warning", "error", "critical", "alert", "emergency"]
_SERVING = {
    "version": VERSION,
    "ip": HOST,
    "max_upload_size": "104857600",
    "max_workers": "1",
    "num_workers": "1",
    "authorization_provider": "simple",
}


def verifier_configuration(settings: VerifierSettings, *, port: int, tls: Path) -> str:
    """Return ``verifier.conf``.

    Args:
        settings: What tests vary.
        port: TCP port of the REST interface.
        tls: Folder with ca, server and client (``.crt`` and ``.key``).
    """
    webhook = settings.webhook
    authorities = ["ca.crt", *([str(webhook.authority)] if webhook else [])]
    options = {
        "uuid": "default",
        "mode": "pull",
        "port": str(port),
        "tls_dir": str(tls),
        "client_cert": "client.crt",
        "client_key": "client.key",
        "client_key_password": "",
        "trusted_server_ca": str(authorities),
        "enable_agent_mtls": "True",
        "quote_interval": str(settings.quote_interval),
        "retry_interval": str(settings.retry_interval),
        "max_retries": str(settings.max_retries),
        "exponential_backoff": "False",
        "request_timeout": "5.0",
        "shutdown_drain_timeout": "1.0",
        "verification_timeout": "0",
        "auto_recover_attestation_failures": "False",
        "require_allow_list_signatures": "False",
        "ignore_tomtou_errors": "False",
        "measured_boot_policy_name": "accept-all",
        "measured_boot_imports": "[]",
        "measured_boot_evaluate": "once",
        "severity_labels": str(_SEVERITIES),
        "severity_policy": "[{'event_id': '.*', 'severity_label': 'emergency'}]",
    }
    revocations = {
        "enabled_revocation_notifications": "['webhook']" if webhook else "[]",
        "webhook_url": webhook.url if webhook else "",
        "zmq_ip": HOST,
        "zmq_port": "8992",
    }
    common = {**_SERVING, **_TLS, **_DATABASE, **_NO_RECORDS}
    return _written({"verifier": common | options, "revocations": revocations})


def registrar_configuration(*, port: int, tls_port: int, tls: Path) -> str:
    """Return ``registrar.conf``.

    Args:
        port: TCP port where agents register, without TLS: Keylime has no other way.
        tls_port: TCP port of the REST interface.
        tls: Folder with ca and server.
    """
    options = {
        "port": str(port),
        "tls_port": str(tls_port),
        "tls_dir": str(tls),
        "tpm_identity": "ek_cert_or_iak_idevid",
        "malformed_cert_action": "warn",
    }
    return _written({"registrar": {**_SERVING, **_TLS, **_DATABASE, **_NO_RECORDS, **options}})


def logging_configuration() -> str:
    """Return ``logging.conf``: everything from INFO on to standard output, which is a file."""
    return _written(
        {
            "loggers": {"keys": "root"},
            "handlers": {"keys": "console"},
            "formatters": {"keys": "line"},
            "logger_root": {"level": "INFO", "handlers": "console"},
            "handler_console": {
                "class": "StreamHandler",
                "level": "INFO",
                "formatter": "line",
                "args": "(sys.stdout,)",
            },
            "formatter_line": {"format": "%(asctime)s %(name)s %(levelname)s %(message)s"},
        }
    )


def _written(sections: dict[str, dict[str, str]]) -> str:
    parser = RawConfigParser()
    parser.read_dict(sections)
    lines = []
    for section in parser.sections():
        lines.append(f"[{section}]")
        lines += [f"{option} = {value}" for option, value in parser.items(section)]
    return "\n".join([*lines, ""])
