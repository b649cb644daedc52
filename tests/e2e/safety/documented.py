# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The commands of a document, as it prints them."""

import re
import textwrap
from pathlib import Path

DOCS = Path(__file__).parents[3] / "docs"
_BLOCK = re.compile(r"^( *)```sh\n(.*?)^ *```$", re.S | re.M)


def commands(document: str, heading: str) -> list[str]:
    """Return the blocks of shell under a heading, up to the next one of its level or above.

    Args:
        document: Name of a file in docs/.
        heading: The whole line.
    """
    text = (DOCS / document).read_text()
    assert f"\n{heading}\n" in text, f"{document} has no {heading!r}"
    level = len(heading) - len(heading.lstrip("#"))
    below = text.split(f"\n{heading}\n", 1)[1]
    section = re.split(rf"^#{{1,{level}}} ", below, maxsplit=1, flags=re.M)[0]
    return [textwrap.dedent(match[2]) for match in _BLOCK.finditer(section)]
