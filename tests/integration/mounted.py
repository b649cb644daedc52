# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A Secret as a kubelet mounts it: a link leads to a new folder from one instant on."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import trustme

_DATA = "..data"


class Mounted:
    """The folder.

    Args:
        folder: Empty.
        files: What the Secret holds at first.
    """

    def __init__(self, folder: Path, files: Mapping[str, bytes]) -> None:
        self.folder = folder
        self._number = 0
        for name in files:
            (folder / name).symlink_to(Path(_DATA) / name)
        self.exchange(files)

    def exchange(self, files: Mapping[str, bytes]) -> None:
        """Let the link lead to other files, and take those of before away."""
        before = self.folder / f"..{self._number}"
        self._number += 1
        new = self.folder / f"..{self._number}"
        new.mkdir()
        for name, content in files.items():
            (new / name).write_bytes(content)
        beside = self.folder / "..data_tmp"
        beside.symlink_to(new.name)
        beside.rename(self.folder / _DATA)
        shutil.rmtree(before, ignore_errors=True)


def pair(issued: trustme.LeafCert, *authorities: trustme.CA) -> dict[str, bytes]:
    """Return a certificate with its key, and the authorities to believe, named as in a Secret."""
    return {
        "tls.crt": issued.cert_chain_pems[0].bytes(),
        "tls.key": issued.private_key_pem.bytes(),
        "ca.crt": b"".join(each.cert_pem.bytes() for each in authorities),
    }
