# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Our webhook configurations and admission policies: as they are shipped, and believed."""

import ssl
from base64 import b64decode
from collections.abc import Callable, Iterator, Mapping

from checkup.api import Api
from checkup.line import Line, Standing
from cluster.configurations import Configuration, collection_of, configuration_of
from cluster.errors import NotFoundError
from hub.authorities import fingerprints
from hub.errors import AuthorityError
from trust.configuration import SHOWN, Shape, differences
from trust.printable import first_of

_REMEDY = "apply Bondstone's manifests again"
Present = Callable[[Mapping[str, object], str], str | None]
"""Takes how an entry is called and the authorities (PEM); returns what is wrong, None for nothing,
and raises PresentedError where nobody can tell."""


class PresentedError(Exception):
    """The webhook could not be reached from here."""


def configurations(api: Api, *, shipped: Mapping[str, Shape], present: Present) -> Iterator[Line]:
    """Tell of each whether it is as shipped, and whether its authorities fit what is presented.

    Args:
        api: The API server.
        shipped: What is expected, by ``kind/name``.
        present: Looks at the serving certificate.
    """
    for key, shape in shipped.items():
        kind, name = key.split("/")
        try:
            raw = api.get(f"{collection_of(kind)}/{name}")
        except NotFoundError:
            yield _line(key, Standing.WRONG, "does not exist", _REMEDY)
            continue
        found = configuration_of(raw)
        wrong = list(differences(shape, found.shape))
        if wrong:
            told = first_of(wrong, most=SHOWN, between="; ")
            yield _line(key, Standing.WRONG, told, _REMEDY)
        else:
            yield _line(key, Standing.OK, "is as it was shipped", "")
        if found.bundles:
            yield _believed(key, found, present)


def _believed(key: str, found: Configuration, present: Present) -> Line:
    """Look at each different way to call once: entries of one webhook are called alike."""
    entries = found.shape["webhooks"]
    assert isinstance(entries, Mapping)  # noqa: S101  shape_of made it so
    seen = set()
    for entry, bundle in found.bundles.items():
        client = entries[entry]["clientConfig"]
        if (place := (str(client.get("service", client.get("url"))), bundle)) in seen:
            continue
        seen.add(place)
        try:
            fingerprints(bundle)
            problem = present(client, b64decode(bundle).decode())
        except AuthorityError as exc:
            problem = str(exc)
        except (ValueError, ssl.SSLError):
            problem = "has a caBundle that cannot be read"
        except PresentedError as exc:
            return _ca(key, Standing.UNKNOWN, f"{entry}: {exc}", "")
        if problem:
            return _ca(key, Standing.WRONG, f"{entry} {problem}", _INJECT)
    return _ca(key, Standing.OK, "its caBundle fits the certificate of the webhook", "")


_INJECT = (
    "see whether cert-manager's injector or our issuer runs; the caBundle and the serving "
    "certificate must be of one authority"
)


def _line(key: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(
        check="configurations", subject=key, standing=standing, detail=detail, remedy=remedy
    )


def _ca(key: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(check="ca-bundle", subject=key, standing=standing, detail=detail, remedy=remedy)
