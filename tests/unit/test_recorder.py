# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Two recordings of the same acts are the same."""

import json
from pathlib import Path

import pytest

from tests.assets.recorder import ordered

FOLDER = Path(__file__).parent.parent / "assets"
RECORDED = sorted(path for path in FOLDER.glob("*/*.json") if path.parent.name != "manifests")


def entry(manager: str) -> dict[str, object]:
    return {"manager": manager, "operation": "Update", "fieldsV1": {}}


def test_the_order_of_managers_and_nodes_is_not_of_chance() -> None:
    one, two = entry("kubectl-label"), entry("kubectl-set")
    for entries in ([one, two], [two, one]):
        kept = {"metadata": {"managedFields": list(entries)}}
        body = ordered({"request": {"object": kept, "oldObject": None}})
        assert body["request"]["object"]["metadata"]["managedFields"] == [one, two]
    assert ordered({"NodeNames": ["b", "a"]}) == {"NodeNames": ["a", "b"]}


@pytest.mark.parametrize("path", RECORDED, ids=lambda path: path.stem)
def test_what_is_kept_is_in_that_order(path: Path) -> None:
    text = path.read_text()
    assert ordered(json.loads(text)) == json.loads(text)
