# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A trial's folder: complete, secret where it must be, and never overwritten by mistake."""

import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from certs.errors import CertsError, ExistingAuthorityError, SubjectError, WriteError
from certs.trial import write_trial_certificates

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def write(
    folder: Path, *, webhook_names: tuple[str, ...] = ("webhook.svc",), overwrite: bool = False
) -> list[Path]:
    return write_trial_certificates(
        folder,
        webhook_names=webhook_names,
        extender_names=["extender.svc", "127.0.0.1"],
        lifetime=timedelta(days=30),
        now=NOON,
        overwrite=overwrite,
    )


def test_every_pair_is_written_and_nothing_else(tmp_path: Path) -> None:
    written = write(tmp_path / "pki")
    names = ["ca", "extender", "kube-apiserver", "kube-scheduler", "webhook"]
    expected = sorted(f"{name}.{suffix}" for name in names for suffix in ("crt", "key"))
    assert sorted(path.name for path in written) == expected
    assert sorted(path.name for path in (tmp_path / "pki").iterdir()) == expected


def test_keys_are_readable_by_their_owner_alone(tmp_path: Path) -> None:
    modes = {p.suffix: stat.S_IMODE(p.stat().st_mode) for p in write(tmp_path)}
    assert modes == {".crt": 0o644, ".key": 0o600}


@pytest.mark.parametrize("left", ["ca.crt", "ca.key"])
def test_an_authority_that_is_there_is_kept(tmp_path: Path, left: str) -> None:
    write(tmp_path)
    for name in {"ca.crt", "ca.key"} - {left}:
        (tmp_path / name).unlink()
    before = {path: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(ExistingAuthorityError, match="may be overwritten"):
        write(tmp_path)
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_it_is_replaced_when_that_was_said(tmp_path: Path) -> None:
    write(tmp_path)
    before = (tmp_path / "ca.crt").read_bytes()
    write(tmp_path, overwrite=True)
    assert (tmp_path / "ca.crt").read_bytes() != before


def test_a_bad_name_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(SubjectError):
        write(tmp_path, webhook_names=("a b",))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(WriteError, match=r"cannot make folder .*file/pki: Not a directory") as e:
        write(tmp_path / "file" / "pki")
    assert isinstance(e.value, CertsError)
