# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Required node affinity of a pod, as values (core/v1 ``NodeSelector``).

Terms are ORed, the expressions of a term are ANDed, ``nodeSelector`` is ANDed to the whole, and an
empty term matches nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust import limits
from trust.document import Fields
from trust.errors import PodError
from trust.names import TAG_PREFIX, TRUSTED_LABEL
from trust.node_requirement import NodeRequirement

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt")


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """One matchExpression or matchField."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    @property
    def ours(self) -> bool:
        """True for labels that Bondstone writes, and /mutate asks for."""
        return self.key == TRUSTED_LABEL or self.key.startswith(TAG_PREFIX)

    def narrows_to(self, requirement: NodeRequirement) -> bool:
        """Tell whether this expression alone guarantees the requirement."""
        return (
            self.key == requirement.key
            and self.operator == "In"
            and bool(self.values)
            and requirement.values.issuperset(self.values)
        )

    def allows(self, value: str) -> bool:
        """Tell whether a label that is present with ``value`` passes."""
        if self.operator == "In":
            return value in self.values
        if self.operator == "NotIn":
            return value not in self.values
        if self.operator in ("Gt", "Lt"):
            return self._compares(value)
        return self.operator == "Exists"

    def _compares(self, value: str) -> bool:
        try:
            have, bound = int(value), int("".join(self.values))
        except ValueError:
            return False
        return have > bound if self.operator == "Gt" else have < bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One nodeSelectorTerm."""

    expressions: tuple[Expression, ...] = ()
    match_fields: tuple[Expression, ...] = ()

    @property
    def everything(self) -> tuple[Expression, ...]:
        """Both kinds of conditions."""
        return (*self.expressions, *self.match_fields)

    @property
    def matches_nothing(self) -> bool:
        """An empty term selects no node at all."""
        return not self.expressions and not self.match_fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """Where a pod asks to run; ``terms`` is None where it has no required node affinity."""

    node_selector: Mapping[str, str] = field(default_factory=dict)
    terms: tuple[Term, ...] | None = None

    @property
    def effective_terms(self) -> tuple[Term, ...]:
        """The terms that can match a node; one without conditions where none is required."""
        if self.terms is None:
            return (Term(),)
        return tuple(term for term in self.terms if not term.matches_nothing)

    def implies(self, term: Term, requirement: NodeRequirement) -> bool:
        """Tell whether every node that the term selects meets the requirement."""
        key = requirement.key  # compared here first: a pod may have tens of thousands
        return self.node_selector.get(key) in requirement.values or any(
            each.key == key and each.narrows_to(requirement) for each in term.expressions
        )


def read_placement(spec: Mapping[str, object]) -> Placement:
    """Read nodeSelector and required node affinity of a pod's spec.

    Raises:
        PodError: They are not of the API's shape, or beyond ``limits``.
    """
    fields = Fields(spec, path="spec", error=PodError)
    selector: dict[str, str] = {}
    wanted = fields.fields("nodeSelector", optional=True).rest()
    if len(wanted) > limits.NODE_SELECTOR:
        most = limits.NODE_SELECTOR
        raise fields.fail("nodeSelector", f"has {len(wanted)} entries, and at most {most} are read")
    for key, value in wanted.items():
        if not isinstance(value, str):
            raise fields.fail("nodeSelector", f"{key} must be a string")
        selector[key] = value
    node_affinity = fields.fields("affinity", optional=True).fields("nodeAffinity", optional=True)
    if not node_affinity.has(REQUIRED):
        return Placement(node_selector=selector)
    required = node_affinity.fields(REQUIRED)
    items = required.items("nodeSelectorTerms", most=limits.TERMS)
    path = required.at("nodeSelectorTerms")
    terms = tuple(_term(item, path=f"{path}[{index}]") for index, item in enumerate(items))
    everything = [each for term in terms for each in term.everything]
    for ours, most in ((False, limits.VALUES), (True, limits.ADDED_VALUES)):
        values = sum(len(each.values) for each in everything if each.ours is ours)
        if values > most:
            whose = " of Bondstone's keys" if ours else ""
            raise PodError(path, f"have {values} values{whose} in all, and at most {most} are read")
    return Placement(node_selector=selector, terms=terms)


def _term(item: object, *, path: str) -> Term:
    fields = Fields(item, path=path, error=PodError)
    return Term(
        expressions=_expressions(fields, "matchExpressions"),
        match_fields=_expressions(fields, "matchFields"),
    )


def _expressions(fields: Fields, name: str) -> tuple[Expression, ...]:
    found = []
    for index, item in enumerate(fields.items(name, most=2 * limits.EXPRESSIONS)):
        one = Fields(item, path=f"{fields.at(name)}[{index}]", error=PodError)
        operator = one.choice("operator", OPERATORS)
        found.append(
            Expression(
                key=one.take("key", str),
                operator=operator,
                values=one.strings("values", blank=True),
            )
        )
    # What /mutate adds must not push a pod over a bound: ours and others are counted apart.
    for ours in (False, True):
        count, most = sum(each.ours is ours for each in found), limits.EXPRESSIONS
        if count > most:
            whose = " of Bondstone's keys" if ours else ""
            raise fields.fail(name, f"has {count} entries{whose}, and at most {most} are read")
    return tuple(found)
