# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Everything that is asked gets exactly one outcome."""

import threading

from localcluster.errors import LocalClusterError
from localcluster.load import Ask, Load, Outcome

_FAST = 1e6
"""A second: no pause between two questions."""


def ended(load: Load, done: threading.Event) -> Load:
    load.start()
    assert done.wait(30)
    load.stop()
    return load


def saying(done: threading.Event, *outcomes: Outcome | None) -> Ask:
    """Return what has these outcomes in turn, None where the API server is away, then "right"."""
    left = list(outcomes)

    def ask() -> tuple[Outcome, str]:
        if not left:
            done.set()
            return "right", ""
        outcome = left.pop(0)
        if outcome is None:
            raise LocalClusterError("nobody listens")
        return outcome, f"because of {outcome}"

    return ask


def test_what_was_not_right_is_counted_and_told() -> None:
    done = threading.Event()
    load = ended(Load("x", [saying(done, "open", "right", "lost", "closed")], _FAST), done)
    assert (load.counts["open"], load.counts["lost"], load.counts["closed"]) == (1, 1, 1)
    assert [text.partition(" ")[2] for text in load.told] == [
        "open: because of open", "lost: because of lost", "closed: because of closed"
    ]  # fmt: skip
    assert load.asked == load.counts["right"] + 3


def test_whoever_does_not_reach_the_api_server_asks_again_and_it_counts_once() -> None:
    done = threading.Event()
    load = ended(Load("x", [saying(done, None, "closed")], _FAST), done)
    assert load.counts["closed"] == 1
    assert load.counts["lost"] == 0
    assert len(load.told) == 1
