# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One thing in the image, as CycloneDX names it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """A component (CycloneDX 1.6, ``components[]``); its purl is what others refer to it by.

    Attributes:
        type: Of CycloneDX's list: library, platform, operating-system.
        name: As its ecosystem writes it.
        version: Exactly that which is installed.
        purl: Package URL, unique in the document.
        license: SPDX expression or, where its author gave none, the name that he gave.
        expression: Whether ``license`` is an SPDX expression.
        sha256: Of the archive that it was installed from, in hexadecimal.
        needs: purls of what it depends on.
    """

    type: str
    name: str
    version: str
    purl: str
    license: str | None = None
    expression: bool = False
    sha256: str | None = None
    needs: tuple[str, ...] = ()
