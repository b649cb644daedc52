# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Preemption calls on the wire (k8s.io/kube-scheduler/extender/v1).

The scheduler says whom it would evict on which node; we answer with the nodes where it may. Victims
are identified by uid in every answer, and in the call of a scheduler that caches nodes for us;
another one sends whole pods.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypedDict

from extender.arguments import Candidate, fields_of, read_candidate
from extender.errors import ArgumentsError


class MetaPod(TypedDict):
    """A victim."""

    UID: str


class MetaVictims(TypedDict):
    """Victims of one node."""

    Pods: list[MetaPod]
    NumPDBViolations: int


class PreemptionResult(TypedDict):
    """ExtenderPreemptionResult: nodes that are not in it are no places for preemption."""

    NodeNameToMetaVictims: dict[str, MetaVictims]


@dataclass(frozen=True, slots=True, kw_only=True)
class Victims:
    """Whom the scheduler would evict on a node."""

    uids: Sequence[str]
    disruption_budgets_violated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PreemptionCall:
    """ExtenderPreemptionArgs: the pod that wants a place, and the victims by node."""

    candidate: Candidate
    victims: Mapping[str, Victims]


def parse_preemption_call(body: object) -> PreemptionCall:
    """Read ExtenderPreemptionArgs.

    Raises:
        ArgumentsError: The pod or the victims are missing or misshapen.
    """
    fields = fields_of(body, _FIELDS, "the body")
    candidate = read_candidate(fields.get("pod"))
    given = [name for name in _FORMS if fields.get(name.lower()) is not None]
    if len(given) != 1:
        raise ArgumentsError("exactly one of NodeNameToMetaVictims and NodeNameToVictims is needed")
    (form,) = given
    by_node = fields[form.lower()]
    if not isinstance(by_node, dict):
        raise ArgumentsError(f"{form} is not an object")
    whole = form == "NodeNameToVictims"
    victims = {name: _victims(value, form, whole=whole) for name, value in by_node.items()}
    return PreemptionCall(candidate=candidate, victims=victims)


def _victims(value: object, form: str, *, whole: bool) -> Victims:
    fields = fields_of(value, _VICTIMS, f"an entry of {form}")
    pods, violated = fields.get("pods"), fields.get("numpdbviolations", 0)
    if pods is not None and not isinstance(pods, list):
        raise ArgumentsError(f"Pods in {form} is not a list")
    if not isinstance(violated, int) or isinstance(violated, bool):
        raise ArgumentsError(f"NumPDBViolations in {form} is not a number")
    uids = tuple(_uid(pod, form, whole=whole) for pod in pods or ())
    return Victims(uids=uids, disruption_budgets_violated=violated)


def _uid(pod: object, form: str, *, whole: bool) -> str:
    what = f"a pod of {form}"
    if whole:
        pod = fields_of(pod, _METADATA, what).get("metadata")
    uid = fields_of(pod, _UID, what).get("uid")
    if not isinstance(uid, str) or not uid:
        raise ArgumentsError(f"{what} has no uid")
    return uid


_FORMS = ("NodeNameToMetaVictims", "NodeNameToVictims")
_FIELDS = frozenset({"pod", *(form.lower() for form in _FORMS)})
_VICTIMS = frozenset({"pods", "numpdbviolations"})
_METADATA = frozenset({"metadata"})
_UID = frozenset({"uid"})


def preemption_result(call: PreemptionCall, *, places: Iterable[str]) -> PreemptionResult:
    """Write the answer: the victims of these nodes as they came, and no others.

    A node that came without a victim stays out: the scheduler takes it for an error of ours, and
    there is nobody to evict.
    """
    kept = {name: call.victims[name] for name in places if call.victims[name].uids}
    return {
        "NodeNameToMetaVictims": {
            name: {
                "Pods": [{"UID": uid} for uid in victims.uids],
                "NumPDBViolations": victims.disruption_budgets_violated,
            }
            for name, victims in kept.items()
        }
    }
