# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Lines as tests compare them."""

from collections.abc import Iterable

from checkup.line import Line


def told(lines: Iterable[Line]) -> dict[str, str]:
    """Return how each subject stands and why; what is not fine has a remedy."""
    found = {}
    for line in lines:
        assert line.subject not in found, line
        found[line.subject] = f"{line.standing.value}: {line.detail}"
    return found
