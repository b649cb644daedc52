# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A bounded share of ``make fuzz``, the same one each time."""

from typing import Any

from tests.fuzz.edits import PLAIN
from tests.fuzz.oracle import wrongly_admitted
from tests.fuzz.run import fuzz


def test_whatever_comes_is_answered_and_nothing_bad_is_let_through() -> None:
    result = fuzz(1500, number=1)
    assert result.wrong == []
    assert result.admitted > 100
    assert {status for _, status in result.answers} >= {200, 400}


def test_the_judge_wants_a_template_refused_whose_image_is_known_to_be_plain() -> None:
    template = {"spec": {"containers": [{"name": "a", "image": PLAIN}]}}
    request: dict[str, Any] = {
        "operation": "CREATE",
        "resource": {"group": "apps", "version": "v1", "resource": "deployments"},
        "object": {"metadata": {}, "spec": {"template": template}},
    }
    assert PLAIN in wrongly_admitted({"request": request}, doubts="")
    assert PLAIN in wrongly_admitted({"request": request}, doubts="layer-not-encrypted")
    assert wrongly_admitted({"request": request}, doubts="template-unreadable") == ""
