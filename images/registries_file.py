# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The file that lists registries, read strictly."""

import ssl
from collections.abc import Mapping
from pathlib import Path

from documents.strict import SyntaxProblemError, parse_document, read_bounded
from images.errors import RegistriesError
from images.registries import ANY, Registries, Registry
from trust.document import Fields
from trust.errors import DocumentError
from trust.reference import is_registry

_LIMIT = 1024 * 1024
_DIGESTS, _TAGS = "digests", "tags"


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
        _require_listed_mirrors(by_host)
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
    mirrors = fields.strings("mirrors")
    mirrors_for = fields.choice("mirrorsFor", (_DIGESTS, _TAGS), _DIGESTS)
    fields.end()
    if host != ANY and not is_registry(host):
        raise fields.fail("host", f"{host!r} is not a registry as references name it")
    if bool(username) != bool(password_file):
        raise fields.fail("username", "username and passwordFile go together")
    if host == ANY and (ca_file or username or token_hosts or mirrors):
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
        mirrors=mirrors,
        mirrors_tags=mirrors_for == _TAGS,
    )


def _require_listed_mirrors(by_host: Mapping[str, Registry]) -> None:
    """Require an entry for each mirror: it says which authorities and credentials are its own."""
    for host, registry in by_host.items():
        for mirror in registry.mirrors:
            if mirror in (host, ANY) or mirror not in by_host:
                raise DocumentError(
                    f"registries.{host}.mirrors", f"{mirror!r} must be another listed registry"
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
