# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which registries may be asked, and how: one file, which is also the allow-list (step 0)."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from documents.strict import SyntaxProblemError, parse_document, read_bounded
from images.errors import RegistriesError, RuleBrokenError
from trust.document import Fields
from trust.errors import DocumentError
from trust.reference import is_registry

ANY = "*"
"""Spelled out: any registry, verified against the system's authorities, without credentials."""
_LIMIT = 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Registry:
    """One registry.

    Attributes:
        host: Name and port, as references write it.
        ca_file: Authorities of its certificate, PEM; None for the system's.
        username: For basic authentication; None asks anonymously.
        password_file: Where the password is; read again for every connection to renew.
        token_hosts: Hosts, beside its own, whose token services may see its credentials.
        listed: The operator has named it; only such a one may have an address that is not public.
    """

    host: str
    ca_file: Path | None = None
    username: str | None = None
    password_file: Path | None = field(default=None, repr=False)
    token_hosts: tuple[str, ...] = ()
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Registries:
    """Allowed registries by host."""

    by_host: Mapping[str, Registry] = field(default_factory=dict)

    def find(self, host: str) -> Registry | None:
        """Return how to ask a registry, or None where it is not allowed."""
        if host in self.by_host:
            return self.by_host[host]
        return Registry(host=host, listed=False) if ANY in self.by_host else None

    def require(self, host: str) -> Registry:
        """Return how to ask a registry (step 0).

        Raises:
            RuleBrokenError: It is not on the allow-list.
        """
        found = self.find(host)
        if found is None:
            raise RuleBrokenError(
                "registry-not-allowed", f"registry {host} is not on the allow-list"
            )
        return found


def read_registries(path: Path) -> Registries:
    """Read the file (YAML or JSON), strictly.

    Raises:
        RegistriesError: It cannot be read, or is wrong; the text names file and field.
    """
    try:
        document = parse_document(read_bounded(path, limit=_LIMIT))
        fields = Fields(document, path="", error=DocumentError)
        entries = fields.take("registries", dict)
        Fields(entries, path="registries", error=DocumentError)  # keys are strings
        fields.end()
        by_host = {host: _registry(host, value) for host, value in entries.items()}
    except OSError as exc:
        raise RegistriesError(f"registries file {path} cannot be read: {exc.strerror}") from exc
    except (SyntaxProblemError, DocumentError) as exc:
        raise RegistriesError(f"registries file {path}: {exc}") from exc
    return Registries(by_host)


def _registry(host: str, value: object) -> Registry:
    fields = Fields(value, path=f"registries.{host}", error=DocumentError)
    _refuse_nulls(fields, value)
    ca_file = fields.take("caFile", str, "")
    username = fields.take("username", str, "")
    password_file = fields.take("passwordFile", str, "")
    token_hosts = fields.strings("tokenHosts")
    fields.end()
    if host != ANY and not is_registry(host):
        raise fields.fail("host", f"{host!r} is not a registry as references name it")
    if bool(username) != bool(password_file):
        raise fields.fail("username", "username and passwordFile go together")
    if host == ANY and (ca_file or username or token_hosts):
        raise fields.fail("*", "takes no settings: name the registry that they are for")
    if ":" in username:
        raise fields.fail("username", "must not contain a colon")
    _require_files(fields, ca_file, password_file)
    return Registry(
        host=host,
        ca_file=Path(ca_file) if ca_file else None,
        username=username or None,
        password_file=Path(password_file) if password_file else None,
        token_hosts=token_hosts,
    )


def _refuse_nulls(fields: Fields, value: object) -> None:
    """Somebody who writes a key and no value meant to give one: a CA, a password."""
    for name, setting in value.items() if isinstance(value, dict) else ():
        if setting is None:
            raise fields.fail(name, "is null: give a value, or leave it out")


def _require_files(fields: Fields, ca_file: str, password_file: str) -> None:
    """Find out now what each connection to the registry would find out later."""
    for name, path in (("caFile", ca_file), ("passwordFile", password_file)):
        if path and not Path(path).is_file():
            raise fields.fail(name, f"{path} is not a file")
    if not ca_file:
        return
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    try:
        context.load_verify_locations(cafile=ca_file)
    except (OSError, ssl.SSLError) as exc:
        raise fields.fail("caFile", f"{ca_file} holds no certificate that can be read") from exc
