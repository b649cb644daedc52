# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags`` as people run it: exit codes, and one sentence for what is wrong."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.attestation.tags.builders import EK_HASH, KEY, OTHER_KEY, private_pem, public_pem


@pytest.fixture(autouse=True)
def _no_identity_is_left() -> None:
    """No API server is asked, so none need be started."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with the keys of an authority, and of another one."""
    for name, key in (("key", KEY), ("other", OTHER_KEY)):
        (tmp_path / f"{name}.pem").touch(0o600)
        (tmp_path / f"{name}.pem").write_bytes(private_pem(key))
        (tmp_path / f"{name}.pub").write_bytes(public_pem(key))
    return tmp_path


def run(folder: Path, *arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    ended = subprocess.run(
        [sys.executable, "-m", "cli", *arguments],
        cwd=folder, input=stdin, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "Traceback" not in ended.stderr
    return ended


def test_from_the_desk_to_the_verdict(folder: Path) -> None:
    record = folder / "record.jwt"
    verify = ("tags", "verify", "--authority=key.pub", f"--ek-hash={EK_HASH}", "record.jwt")
    issued = run(
        folder, "tags", "issue", "--authority-key=key.pem", f"--ek-hash={EK_HASH}",
        "--tag=region=EU",
    )  # fmt: skip
    assert (issued.returncode, issued.stderr) == (0, "")
    record.write_text(issued.stdout)
    counts = run(folder, *verify)
    assert (counts.returncode, counts.stderr) == (0, "")
    shown = run(folder, "tags", "show", "-", stdin=issued.stdout)
    serial = shown.stdout.split()[1]
    revoke = ("tags", "revoke", "--authority-key=key.pem", "--revocations=list.jwt", serial)
    assert run(folder, *revoke).stdout == "list.jwt: 1 revoked now, 1 in all\n"
    revoked = run(folder, *verify, "--revocations=list.jwt")
    assert revoked.returncode == 1
    assert revoked.stdout.startswith("does not count: tag-record-revoked: ")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("issue", "--authority-key=key.pub", f"--ek-hash={EK_HASH}", "--tag=a=b"),
         "bondstone: key.pub: it holds no private key in PEM\n"),
        (("issue", "--authority-key=absent", f"--ek-hash={EK_HASH}", "--tag=a=b"),
         "bondstone: absent: it cannot be read: No such file or directory\n"),
        (("verify", "--authority=key.pem", "key.pub"),
         "bondstone: key.pem: it holds a private key: give the public one (openssl pkey "
         "-pubout)\n"),
        (("verify", "--authority=key.pub", "--revocations=key.pub", "key.pub"),
         "bondstone: key.pub: it is no compact JWS: header.claims.signature, each in base64url\n"),
        (("verify", "--authority=key.pub", "absent"),
         "bondstone: absent cannot be read: No such file or directory\n"),
        (("show", "."),
         "bondstone: Invalid value for 'FILE': File '.' is a directory (see"),
        (("revoke", "--authority-key=other.pem", "--revocations=key.pub"),
         "bondstone: key.pub: it is no compact JWS: header.claims.signature, each in base64url; "
         "nothing was changed\n"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_one_sentence(
    folder: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    ended = run(folder, "tags", *arguments)
    assert ended.returncode == 2
    assert ended.stderr.startswith(sentence)
    assert len(ended.stderr.splitlines()) == 1
    assert ended.stdout == ""


@pytest.mark.parametrize("component", ["extender", "webhook", "hub"])
@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--tag-authority=key.pem",), "bondstone: key.pem: it holds a private key"),
        (("--tag-authority=key.pub", "--tag-revocations=absent"),
         "bondstone: absent: it cannot be read: No such file"),
    ],
)  # fmt: skip
def test_a_component_does_not_start_without_what_it_was_told_to_believe(
    folder: Path, component: str, options: tuple[str, ...], sentence: str
) -> None:
    reports = folder / "reports.yaml"
    reports.write_text("apiVersion: bondstone.dev/v1alpha1\nkind: NodeReports\nreports: []\n")
    given = [f"--unsafe-reports-file={reports}", *options]
    if component in ("extender", "webhook"):
        given += ["--tls-cert=x", "--tls-key=x"]
    ended = run(folder, component, *given)
    assert ended.returncode == 2
    lines = [line for line in ended.stderr.splitlines() if not line.startswith("{")]
    assert len(lines) == 1
    assert lines[0].startswith(sentence)
