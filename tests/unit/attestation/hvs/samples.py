# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Recorded bodies of HVS and AAS."""

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[3] / "assets" / "hvs"


def sample(name: str) -> bytes:
    """Return one as it is."""
    return (FOLDER / name).read_bytes()


def sample_json(name: str) -> Any:  # noqa: ANN401  as json has it
    """Return one parsed."""
    return json.loads(sample(name))
