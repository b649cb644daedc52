# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates in the Secrets that our Deployments mount: their ages, and what is left of them."""

from base64 import b64decode
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from cryptography import x509

from checkup.api import Api, Raw, listed
from checkup.deployments import OURS
from checkup.line import Line, Standing
from cluster.errors import NotFoundError
from trust.duration import format_duration

LEAST_LEFT = 6
"""A renewal is due when a third of the time is left; at a sixth it is late."""


def certificates(api: Api, *, now: Callable[[], datetime]) -> Iterator[Line]:
    """Tell of each such Secret whether its certificate is good, and for how long."""
    deployments = listed(api, f"/apis/apps/v1/namespaces/{OURS}/deployments")
    names = sorted({name for raw in deployments for name in mounted(raw)})
    for name in names:
        yield from _of(api, name, now())
    if not names:
        yield _line("none", Standing.WRONG, "no Deployment mounts a Secret", "apply the manifests")


def mounted(deployment: Raw) -> Iterator[str]:
    """Yield the names of the Secrets that a Deployment mounts and cannot do without."""
    spec = (deployment.get("spec") or {}).get("template", {}).get("spec") or {}
    for volume in spec.get("volumes") or []:
        sources = [volume, *((volume.get("projected") or {}).get("sources") or [])]
        for source in sources:
            secret = source.get("secret") or {}
            name = secret.get("secretName") or secret.get("name")
            if name and not secret.get("optional"):
                yield str(name)


def leaf_of(secret: Raw) -> x509.Certificate | None:
    """Return the certificate that a Secret keeps, None where it keeps none.

    Raises:
        ValueError: Its tls.crt cannot be read.
    """
    content = (secret.get("data") or {}).get("tls.crt")
    return None if content is None else x509.load_pem_x509_certificates(b64decode(content))[0]


def _of(api: Api, name: str, now: datetime) -> Iterator[Line]:
    subject = f"Secret {OURS}/{name}"
    try:
        leaf = leaf_of(api.get(f"/api/v1/namespaces/{OURS}/secrets/{name}"))
    except NotFoundError:
        remedy = "look at who issues it: cert-manager's Certificate, or the log of our issuer"
        yield _line(subject, Standing.WRONG, "does not exist", remedy)
    except ValueError:
        yield _line(subject, Standing.WRONG, "holds a tls.crt that is none", "delete the Secret")
    else:
        if leaf is not None:  # else credentials of a service or of a registry, which are not ours
            yield _aged(subject, leaf, now)


def _aged(subject: str, leaf: x509.Certificate, now: datetime) -> Line:
    begins, ends = leaf.not_valid_before_utc, leaf.not_valid_after_utc
    left, whole = ends - now, ends - begins
    detail = f"is {format_duration(max(now - begins, timedelta()))} old, "
    if now < begins:
        detail += f"and is valid in {format_duration(begins - now)} only"
        return _line(subject, Standing.WRONG, detail, "compare the clocks (bondstone preflight)")
    if left <= timedelta():
        detail += f"and expired {format_duration(-left)} ago"
        return _line(subject, Standing.WRONG, detail, _RENEW)
    detail += f"and valid for {format_duration(left)} more"
    if left * LEAST_LEFT < whole:
        return _line(subject, Standing.WRONG, f"{detail}: its renewal is late", _RENEW)
    return _line(subject, Standing.OK, detail, "")


_RENEW = "look at who renews it: cert-manager's Certificate, or the log of our issuer"


def _line(subject: str, standing: Standing, detail: str, remedy: str) -> Line:
    return Line(
        check="certificates", subject=subject, standing=standing, detail=detail, remedy=remedy
    )
