# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The desk of a tag authority: keys in a folder, and commands run in it."""

from pathlib import Path

from click.testing import CliRunner, Result

from cli.main import bondstone
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, private_pem, public_pem


class TagDesk:
    """Two authorities' keys, and ``bondstone tags``.

    Args:
        folder: To write to.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = self._write("key.pem", private_pem(KEY))
        self.other_key = self._write("other-key.pem", private_pem(OTHER_KEY))
        self.public = self._write("authority.pem", public_pem(KEY))
        self.both = self._write("both.pem", public_pem(KEY, OTHER_KEY))
        self.list = folder / "revoked.jwt"

    def run(self, *arguments: str | Path, stdin: str = "") -> Result:
        """Run ``bondstone tags``."""
        given = ["tags", *map(str, arguments)]
        return CliRunner().invoke(bondstone, given, input=stdin, auto_envvar_prefix="BONDSTONE")

    def issued(self, *arguments: str | Path, key: Path | None = None) -> str:
        """Return a record of the authority for region=EU."""
        result = self.run(
            "issue", f"--authority-key={key or self.key}", "--tag=region=EU", *arguments
        )
        assert result.exit_code == 0, result.output
        return result.stdout.strip()

    def write(self, name: str, text: str) -> Path:
        """Write a file."""
        return self._write(name, text.encode())

    def _write(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.write_bytes(content)
        path.chmod(0o600)
        return path
