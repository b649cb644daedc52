# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The certificates of a trial: one authority, and a pair for each end of each hop."""

import os
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from certs.authority import Authority, KeyPair, Subject
from certs.errors import CertsError
from certs.names import server

WEBHOOK_CLIENT = "kube-apiserver"
"""Name in the API server's client certificate towards the webhook."""
EXTENDER_CLIENT = "bondstone-scheduler"
"""Name in the scheduler's client certificate towards the extender; to the API server, nobody's."""


def write_trial_certificates(
    folder: Path,
    *,
    names: Sequence[str],
    lifetime: timedelta,
    now: datetime,
    overwrite: bool = False,
) -> list[Path]:
    """Write ca, webhook and extender (servers), kube-apiserver and bondstone-scheduler (clients).

    Args:
        folder: Where; made if it is absent. Keys are readable by their owner alone.
        names: DNS names and IP addresses under which the two servers are called.
        lifetime: Of every certificate.
        now: Start of their validity.
        overwrite: Replace an authority that is there already.

    Raises:
        CertsError: An authority is there already, a name cannot be one, or the folder cannot be
            written.
    """
    if (folder / "ca.key").exists() and not overwrite:
        raise CertsError(
            f"{folder} holds a certificate authority already: choose another folder, or add "
            "--overwrite, which makes every certificate that it has issued worthless"
        )
    authority = Authority.create("Bondstone trial CA", lifetime=lifetime, now=now)
    subjects = {
        "webhook": server("bondstone-webhook", names),
        "extender": server("bondstone-extender", names),
        "kube-apiserver": Subject(common_name=WEBHOOK_CLIENT),
        "bondstone-scheduler": Subject(common_name=EXTENDER_CLIENT),
    }
    pairs = {"ca": authority.pair()}
    for stem, subject in subjects.items():
        pairs[stem] = authority.issue(subject, lifetime=lifetime, now=now)
    return [path for stem, pair in pairs.items() for path in write_pair(folder, stem, pair)]


def write_pair(folder: Path, stem: str, pair: KeyPair) -> tuple[Path, Path]:
    """Write ``stem.crt`` and ``stem.key``; each appears whole or not at all.

    Raises:
        CertsError: The folder cannot be written.
    """
    certificate, key = folder / f"{stem}.crt", folder / f"{stem}.key"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _write(key, pair.key, mode=0o600)
        _write(certificate, pair.certificate, mode=0o644)
    except OSError as exc:
        raise CertsError(f"cannot write {exc.filename}: {exc.strerror}") from exc
    return certificate, key


def _write(path: Path, content: bytes, *, mode: int) -> None:
    partial = path.with_name(f".{path.name}.partial")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    partial.replace(path)
