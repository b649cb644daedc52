# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Codes that the sources give against the registry: neither has one that the other lacks."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from docs.given_codes import Given, given_codes
from trust.codes import CODES

PACKAGES = (
    "attestation", "certs", "check", "checkup", "cli", "cluster", "documents", "extender",
    "hub", "images", "outbound", "serving", "trust", "webhook",
)  # fmt: skip
"""What is shipped."""


def unregistered(root: Path) -> list[str]:
    """Return a sentence for each code that is given and not registered, or the reverse."""
    paths = [path for name in PACKAGES for path in sorted((root / name).rglob("*.py"))]
    return list(differences(given_codes(paths, root=root), CODES.keys()))


def differences(given: Iterable[Given], registered: Iterable[str]) -> Iterator[str]:
    """Yield what is wrong, each with what to write where."""
    left = set(registered)
    known = frozenset(left)
    for each in given:
        if not each.code:
            yield (
                f"{each.place}: nobody can tell which code this gives: write it as a literal, or "
                "as a constant of this module"
            )
        elif each.code not in known:
            yield (
                f"{each.place}: code {each.code!r} is not registered: add Code(name, outcome, "
                "when, remedy) for it to the module of its subject in trust/codes/ (images, "
                "manifests, pods, policies, nodes, evaluation), then run make readme"
            )
        left.discard(each.code)
    for code in sorted(left):
        yield f"trust/codes: {code!r} is registered and nothing gives it: remove its line"
