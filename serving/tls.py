# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""An SSLContext that follows its files: made once, made again when one of them changes.

gunicorn makes one for every connection otherwise, which halves the rate of new connections
(measured). Kubernetes renews a mounted Secret by swapping a symbolic link, so a file is known by
what it resolves to.
"""

import logging
import ssl
import threading
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter

from documents.stamp import Stamp, stamp_of
from serving.errors import SettingsError
from serving.settings import ServerSettings
from serving.worker import TimedSocket

_LOG = logging.getLogger("serving.tls")
_OF_OPENSSL = {
    "KEY_VALUES_MISMATCH": "the key is not the certificate's",
    "KEY_TYPE_MISMATCH": "the key is not the certificate's",
    "NO_CERTIFICATE_OR_CRL_FOUND": "it holds no certificate",
}
"""What its codes mean, for people; any other is shown as it is."""
_Stamps = tuple[Stamp, ...]


def load_context(settings: ServerSettings) -> ssl.SSLContext:
    """Make a server context of TLS 1.2 or newer.

    Raises:
        SettingsError: A file is missing, unreadable or not what it should be.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.options |= ssl.OP_NO_RENEGOTIATION
    context.sslsocket_class = TimedSocket
    _load(settings.tls_cert, settings.tls_key, context)
    if settings.client_ca is not None:
        try:
            context.load_verify_locations(cafile=settings.client_ca)
        except (OSError, ssl.SSLError) as exc:
            raise SettingsError(
                f"client CA {settings.client_ca} cannot be read: {_reason(exc)}"
            ) from exc
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def _load(certificate: Path, key: Path, context: ssl.SSLContext) -> None:
    for path in (certificate, key):
        if not path.is_file():
            raise SettingsError(
                f"TLS file {path} is missing: bondstone certs makes some for trials"
            )
    try:
        context.load_cert_chain(certificate, key, password=_no_password)
    except (OSError, ssl.SSLError, ValueError) as exc:
        raise SettingsError(
            f"TLS certificate {certificate} and key {key} cannot be used: {_reason(exc)}"
        ) from exc


def _no_password() -> str:
    """Refuse an encrypted key instead of asking the terminal for its password."""
    raise ValueError("the key is encrypted")


def _reason(exc: Exception) -> str:
    if isinstance(exc, ssl.SSLError):
        return _OF_OPENSSL.get(exc.reason or "", exc.reason or "it is not PEM")
    return exc.strerror or str(exc) if isinstance(exc, OSError) else str(exc)


def reload_failures(registry: CollectorRegistry) -> Counter:
    """Return the counter of renewals that could not be used, one for a registry."""
    return Counter(
        "bondstone_tls_reload_failures",
        "Renewed TLS files that could not be used.",
        registry=registry,
    )


class ContextCache:
    """Gives the context of the files as they are now; a broken renewal keeps the old one.

    Args:
        settings: Which files.
        failures: Counts renewals that could not be used.
    """

    def __init__(self, settings: ServerSettings, failures: Counter) -> None:
        self._settings = settings
        self._failures = failures
        self._lock = threading.Lock()
        self._stamp = self._read_stamp()
        self._context = load_context(settings)

    def context(self) -> ssl.SSLContext:
        """Return the context for a new connection."""
        stamp = self._read_stamp()
        with self._lock:
            if stamp != self._stamp:
                self._stamp = stamp
                self._renew()
            return self._context

    def _renew(self) -> None:
        try:
            self._context = self._load()
        except SettingsError as exc:
            self._failures.inc()
            _LOG.exception("TLS files changed and cannot be used; the old ones stay", exc_info=exc)
            return
        _LOG.info("TLS files changed and are in use")

    def _load(self) -> ssl.SSLContext:
        try:
            return load_context(self._settings)
        except SettingsError:
            return load_context(self._settings)  # a kubelet exchanges them between any two reads

    def _read_stamp(self) -> _Stamps:
        paths = (self._settings.tls_cert, self._settings.tls_key, self._settings.client_ca)
        return tuple(_stat(path) for path in paths if path is not None)


def _stat(path: Path) -> Stamp:
    try:
        return stamp_of(path)
    except OSError:
        return (0, 0, 0)
