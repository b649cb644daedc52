# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A client that creates pods all the time, and keeps what became of each."""

import threading
import time
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from localcluster.api import Api, ApiStatusError
from localcluster.errors import LocalClusterError
from localcluster.waiting import wait_for

Outcome = Literal["admitted", "denied", "closed", "failed"]
_BETWEEN = 0.2
"""Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """One pod that was asked for.

    Attributes:
        step: What was being done when the answer came, and when the question was asked.
        namespace: Where.
        outcome: Admitted; denied by the webhook; closed, because nobody could ask it; failed
            otherwise.
        text: What the API server said.
    """

    step: str
    namespace: str
    outcome: Outcome
    text: str


class Client:
    """Asks for a pod in each namespace in turn, in a thread of its own.

    Args:
        api: The API server.
        namespaces: Where.
    """

    def __init__(self, api: Api, *namespaces: str) -> None:
        self._api = api
        self._namespaces = namespaces
        self._attempts: list[Attempt] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.step = ""

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopped.set()
        self._thread.join(20)

    def counts(self, namespace: str, step: str) -> Counter[Outcome]:
        """Return how often what happened in a namespace during a step."""
        return Counter(
            each.outcome
            for each in list(self._attempts)
            if (each.namespace, each.step) == (namespace, step)
        )

    def await_one(self, namespace: str, outcome: Outcome, *, at_least: int = 5) -> None:
        """Wait until it happened so often during this step.

        Raises:
            LocalClusterError: It did not.
        """
        step = self.step
        wait_for(
            lambda: self.counts(namespace, step)[outcome] >= at_least,
            what=f"pods in {namespace} are {outcome} while {step}",
        )

    def refusals(self, namespace: str) -> list[str]:
        """Return what was said where a pod was not admitted, with the step."""
        return [
            f"{each.step}: {each.text}"
            for each in self._attempts
            if each.namespace == namespace and each.outcome != "admitted"
        ]

    def failures(self, namespace: str) -> list[str]:
        """Return those that neither the webhook nor its absence explains."""
        return [
            f"{each.step}: {each.text}"
            for each in self._attempts
            if each.namespace == namespace and each.outcome == "failed"
        ]

    def _run(self) -> None:
        while not self._stopped.is_set():
            for namespace in self._namespaces:
                before = self.step
                outcome, text = self._ask(namespace)
                if before == self.step:  # what spans two steps belongs to none
                    self._attempts.append(
                        Attempt(step=before, namespace=namespace, outcome=outcome, text=text)
                    )
            time.sleep(_BETWEEN)

    def _ask(self, namespace: str) -> tuple[Outcome, str]:
        container = {"name": "main", "image": "registry.invalid/plain:1"}
        pod = {
            "metadata": {"generateName": "story-"},
            "spec": {"containers": [container], "terminationGracePeriodSeconds": 0},
        }
        try:
            self._api.call("POST", f"/api/v1/namespaces/{namespace}/pods", pod)
        except ApiStatusError as exc:
            return _outcome_of(str(exc)), str(exc)
        except LocalClusterError as exc:
            return "failed", str(exc)
        return "admitted", ""


def _outcome_of(said: str) -> Outcome:
    if "denied the request" in said:
        return "denied"
    return "closed" if "failed calling webhook" in said else "failed"
