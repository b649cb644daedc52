# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files that are either the old ones or the new ones, whoever reads them meanwhile."""

import os
import tempfile
from pathlib import Path

from certs.authority import KeyPair
from certs.errors import WriteError

PUBLIC_MODE = 0o644
SECRET_MODE = 0o600


def write_file(path: Path, content: bytes, *, mode: int) -> Path:
    """Replace ``path`` by ``content`` at once, and return it.

    A secret is never readable by others, not even for an instant: the temporary file is created
    with mode 0600 and only ever widened.

    Raises:
        WriteError: the folder is missing, full or not ours.
    """
    try:
        descriptor, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except OSError:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise WriteError(f"cannot write {path}: {exc.strerror or exc}") from exc
    return path


def write_pair(folder: Path, name: str, pair: KeyPair) -> tuple[Path, Path]:
    """Write ``<name>.key`` and ``<name>.crt`` into ``folder``; return certificate and key.

    The key goes first: a server that reloads when the certificate changes finds its key there.

    Raises:
        WriteError: a file cannot be written.
    """
    key = write_file(folder / f"{name}.key", pair.key_pem, mode=SECRET_MODE)
    return write_file(folder / f"{name}.crt", pair.cert_pem, mode=PUBLIC_MODE), key
