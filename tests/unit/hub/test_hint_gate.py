# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which hints are followed."""

from hub.hint_gate import BODY_SECONDS, BURST, NODE_BURST, NODE_SECONDS, HintGate, Passage


def test_a_hint_that_is_sent_again_costs_nothing() -> None:
    gate = HintGate()
    assert gate.look("a", b"1", at=0) is Passage.TAKEN
    assert gate.look("a", b"1", at=NODE_SECONDS) is Passage.REPEATED
    assert gate.look("a", b"1", at=BODY_SECONDS - 1) is Passage.REPEATED
    assert gate.look("a", b"1", at=BODY_SECONDS) is Passage.TAKEN


def test_a_node_may_fail_again_at_once_and_not_for_ever() -> None:
    gate = HintGate()
    found = [gate.look("a", f"{n}".encode(), at=0) for n in range(NODE_BURST + 1)]
    assert found == [Passage.TAKEN] * NODE_BURST + [Passage.TOO_SOON]
    last = f"{NODE_BURST}".encode()
    assert gate.look("a", last, at=NODE_SECONDS - 1) is Passage.TOO_SOON
    assert gate.look("b", b"other", at=NODE_SECONDS - 1) is Passage.TAKEN
    assert gate.look("a", last, at=NODE_SECONDS) is Passage.TAKEN
    assert gate.look("a", b"next", at=NODE_SECONDS) is Passage.TOO_SOON


def test_a_storm_passes_and_a_flood_does_not() -> None:
    gate = HintGate()
    found = [gate.look(f"{n}", f"{n}".encode(), at=0) for n in range(int(BURST) + 1)]
    assert found == [Passage.TAKEN] * int(BURST) + [Passage.TOO_MANY]
    assert gate.look("later", b"later", at=1) is Passage.TAKEN


def test_what_is_remembered_is_bounded() -> None:
    gate = HintGate()
    for number in range(25_000):
        gate.look(f"{number}", f"{number}".encode(), at=float(number))
    others = [gate.look("24999", f"other {n}".encode(), at=24_999) for n in range(NODE_BURST)]
    assert others[-1] is Passage.TOO_SOON
    assert gate.look("0", b"0", at=25_000) is Passage.TAKEN
