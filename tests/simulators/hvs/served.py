# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A simulator of HVS or AAS behind a real server, which can also be slow, hang and break off."""

from collections.abc import Callable

from tests.simulators.answers import Answer, Asked
from tests.simulators.https import HttpsSimulator


class Served(HttpsSimulator):
    """Says what a simulator says; ``serving`` starts it.

    Args:
        truth: The simulator.

    Attributes:
        spoilt: Changes an answer on its way out.
    """

    def __init__(self, truth: Callable[[Asked], Answer]) -> None:
        super().__init__()
        self._truth = truth
        self.spoilt: Callable[[Asked, Answer], Answer] = lambda _, answer: answer

    def reply(self, asked: Asked) -> Answer:
        """Return the truth, or what a test makes of it."""
        return self.spoilt(asked, self._truth(asked))
