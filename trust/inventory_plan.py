# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What an import of identities would do: a pure function of what is wanted and what is there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from trust.hardware import same_hardware
from trust.inventory import NodeIdentity, claims
from trust.report import Identity, IdentityKind, Node


class Step(Enum):
    """What happens to one NodeIdentity."""

    CREATE = "create"
    CHANGE = "change"
    UNCHANGED = "unchanged"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Identities that somebody wants a node to have.

    Attributes:
        node: Its name.
        identities: At most one of each kind, at least one; of other kinds it keeps what it has.
        origin: Where this comes from, for people.
    """

    node: str
    identities: tuple[Identity, ...]
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """What happens to the NodeIdentity of one node.

    Attributes:
        wanted: What was asked for.
        step: What that means.
        before: Its identities now.
        after: Its identities then.
        remarks: What people should know before it is done, or why it cannot be.
    """

    wanted: Wanted
    step: Step
    before: tuple[Identity, ...]
    after: tuple[Identity, ...]
    remarks: tuple[str, ...] = ()


def plan(
    wanted: Sequence[Wanted],
    inventory: Mapping[str, NodeIdentity],
    nodes: Mapping[str, Node],
    *,
    unknown_nodes: bool = False,
) -> tuple[PlannedStep, ...]:
    """Return a step for each node that is wanted, in that order.

    Args:
        wanted: Each node once.
        inventory: What is there, by name.
        nodes: Of the cluster, by name.
        unknown_nodes: Take names that no node has: of those to come.
    """
    after = {each.node: _merged(each, inventory) for each in wanted}
    entries = [
        *(entry for name, entry in inventory.items() if name not in after),
        *(NodeIdentity(name=name, identities=identities) for name, identities in after.items()),
    ]
    claimed = claims(entries)
    return tuple(
        _step(each, after[each.node], claimed, inventory, nodes, unknown_nodes) for each in wanted
    )


def in_order(steps: Sequence[PlannedStep]) -> tuple[PlannedStep, ...]:
    """Return what is to be written, so that an identity is let go before another node takes it.

    In between, two would claim it, and both be untrusted. Where nodes swap theirs, there is no
    such order.
    """
    left = [step for step in steps if step.step in (Step.CREATE, Step.CHANGE)]
    ordered: list[PlannedStep] = []
    while left:
        held = {identity: step for step in left for identity in step.before}
        free = (
            step
            for step in left
            if all(held.get(identity, step) is step for identity in step.after)
        )
        following = next(free, left[0])
        left.remove(following)
        ordered.append(following)
    return tuple(ordered)


def _merged(wanted: Wanted, inventory: Mapping[str, NodeIdentity]) -> tuple[Identity, ...]:
    entry = inventory.get(wanted.node)
    kinds = {identity.kind: identity for identity in (entry.identities if entry else ())}
    kinds.update({identity.kind: identity for identity in wanted.identities})
    return tuple(sorted(kinds.values(), key=lambda identity: identity.kind.value, reverse=True))


def _step(
    wanted: Wanted,
    after: tuple[Identity, ...],
    claimed: Mapping[Identity, frozenset[str]],
    inventory: Mapping[str, NodeIdentity],
    nodes: Mapping[str, Node],
    unknown_nodes: bool,
) -> PlannedStep:
    entry, node = inventory.get(wanted.node), nodes.get(wanted.node)
    before = entry.identities if entry is not None else ()
    wrong = [
        f"{identity.kind.value} {identity.value} is claimed by {' and '.join(sorted(others))} too"
        for identity in after
        if (others := claimed[identity] - {wanted.node})
    ]
    if node is None and not unknown_nodes:
        wrong.append("the cluster has no such node (--allow-unknown-nodes takes it)")
    step = Step.CREATE if entry is None else Step.CHANGE
    if set(before) == set(after):
        step = Step.UNCHANGED
    remarks = wrong or list(_remarks(entry, node, before, after))
    return PlannedStep(
        wanted=wanted,
        step=Step.CONFLICT if wrong else step,
        before=before,
        after=after,
        remarks=tuple(remarks),
    )


def _remarks(
    entry: NodeIdentity | None,
    node: Node | None,
    before: tuple[Identity, ...],
    after: tuple[Identity, ...],
) -> Sequence[str]:
    found = []
    gone = {identity.kind for identity in set(before) - set(after)}
    if entry is not None and entry.tag_records and IdentityKind.EK_HASH in gone:
        found.append("its tag records are about the old EK and will not count")
    said = node.system_uuid.lower() if node is not None else ""
    for identity in after:
        known = identity.kind is not IdentityKind.HARDWARE_UUID or not said
        if not (known or same_hardware(said, identity.value)):
            found.append(f"its kubelet says hardware UUID {said}")
    return found
