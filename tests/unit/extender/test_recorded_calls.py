# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the real scheduler sends, read as it was recorded (``make assets``)."""

import json
from pathlib import Path

from extender.wire import parse_filter_call
from trust.pod import read_pod

FOLDER = Path(__file__).parent.parent.parent / "assets" / "extender"


def test_every_recording_is_expected_and_none_is_missing() -> None:
    assert {path.stem for path in FOLDER.glob("*.json")} == {"filter"}


def test_a_recorded_filter_call_is_read() -> None:
    body = json.loads((FOLDER / "filter.json").read_text())
    assert body.keys() == {"Pod", "Nodes", "NodeNames"}
    call = parse_filter_call(body)
    assert (call.namespace, sorted(call.node_names)) == ("default", ["m1", "m2"])
    pod = read_pod(call.pod, namespace=call.namespace)
    assert (pod.name, pod.scheduler_name, pod.node_name) == ("scheduled", "bondstone-scheduler", "")
