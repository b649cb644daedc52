# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a real API server sent, as ``make assets`` has recorded it."""

import json
from pathlib import Path

from webhook.review import Request, parse_review

_ASSETS = Path(__file__).parent.parent.parent / "assets"
IMAGE = "registry.example/shop/api:1"


def recordings(folder: str) -> set[str]:
    """Return the names of what is in a folder: ``reviews`` (/validate) or ``mutations``."""
    return {path.stem for path in (_ASSETS / folder).glob("*.json")}


def recorded(folder: str, name: str) -> Request:
    """Return a recorded review."""
    return parse_review(json.loads((_ASSETS / folder / f"{name}.json").read_text()))
