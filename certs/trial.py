# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""All certificates of a trial in one folder, from one authority."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from certs.authority import Authority
from certs.errors import ExistingAuthorityError, WriteError
from certs.subject import Subject
from certs.write import write_pair

WEBHOOK_CLIENT = "kube-apiserver"
"""Common name that the API server shows to the webhook."""
EXTENDER_CLIENT = "kube-scheduler"
"""Common name that the scheduler shows to the extender. It is not ``system:kube-scheduler``, so
that the pair opens nothing at an API server that trusts the same authority."""


def write_trial_certificates(
    folder: Path,
    *,
    webhook_names: Iterable[str],
    extender_names: Iterable[str],
    lifetime: timedelta,
    now: datetime,
    overwrite: bool = False,
) -> list[Path]:
    """Write an authority and what it issued; return the files in the order they were written.

    ``ca``, ``webhook`` and ``extender`` (serving), ``kube-apiserver`` (client of the webhook)
    and ``kube-scheduler`` (client of the extender), each as ``.crt`` and ``.key``.

    Args:
        folder: made if it is missing.
        webhook_names: DNS names and addresses that the API server calls the webhook by.
        extender_names: the same for the scheduler and the extender.
        lifetime: of every certificate, the authority's too.
        now: aware; the certificates are good from a few minutes before it.
        overwrite: replace an authority that is there; what it issued stops being trusted.

    Raises:
        ExistingAuthorityError: the folder holds an authority and ``overwrite`` is not set.
        SubjectError: a name cannot stand in a certificate.
        WriteError: a file cannot be written.
    """
    _refuse_existing(folder, overwrite=overwrite)
    # Everything is made before anything is written: a bad name leaves the folder as it was.
    authority = Authority.create("Bondstone trial CA", lifetime=lifetime, now=now)
    subjects = {
        "webhook": Subject.server("bondstone-webhook", webhook_names),
        "extender": Subject.server("bondstone-extender", extender_names),
        WEBHOOK_CLIENT: Subject.client(WEBHOOK_CLIENT),
        EXTENDER_CLIENT: Subject.client(EXTENDER_CLIENT),
    }
    pairs = {"ca": authority.pair}
    for name, subject in subjects.items():
        pairs[name] = authority.issue(subject, lifetime=lifetime, now=now)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise WriteError(f"cannot make folder {folder}: {exc.strerror or exc}") from exc
    return [path for name, pair in pairs.items() for path in write_pair(folder, name, pair)]


def _refuse_existing(folder: Path, *, overwrite: bool) -> None:
    existing = [name for name in ("ca.crt", "ca.key") if (folder / name).exists()]
    if existing and not overwrite:
        raise ExistingAuthorityError(
            f"{folder / existing[0]} exists, and certificates that it issued may be in use: "
            "choose another folder, or say that it may be overwritten"
        )
