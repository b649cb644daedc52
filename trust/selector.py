# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Label selectors (Kubernetes apimachinery ``metav1.LabelSelector``)."""

from collections.abc import Mapping
from dataclasses import dataclass

from trust.document import Fields
from trust.errors import PolicyError
from trust.names import is_label_key, is_label_value

_OPERATORS = ("In", "NotIn", "Exists", "DoesNotExist")


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One clause: a key, an operator of the four, and values for In and NotIn."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Evaluate the clause; NotIn is true where the key is absent, as in Kubernetes."""
        present = self.key in labels
        if self.operator == "Exists":
            return present
        if self.operator == "DoesNotExist":
            return not present
        inside = present and labels[self.key] in self.values
        return inside if self.operator == "In" else not inside


@dataclass(frozen=True, slots=True)
class LabelSelector:
    """All clauses must match; no clause matches everything."""

    requirements: tuple[Requirement, ...] = ()

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Tell whether the labels satisfy every clause."""
        return all(requirement.matches(labels) for requirement in self.requirements)


def parse_selector(fields: Fields) -> LabelSelector:
    """Read a LabelSelector strictly.

    Raises:
        PolicyError: Unknown fields or operators, bad keys, values where none may be.
    """
    labels = fields.fields("matchLabels", optional=True)
    requirements = []
    for key, value in labels.rest().items():
        if not is_label_key(key):
            raise labels.fail(key, "is not a label key")
        if not isinstance(value, str) or (value and not is_label_value(value)):
            raise labels.fail(key, f"{value!r} is not a label value")
        requirements.append(Requirement(key=key, operator="In", values=(value,)))
    for index, item in enumerate(fields.take("matchExpressions", list, [])):
        path = f"{fields.at('matchExpressions')}[{index}]"
        requirements.append(_expression(Fields(item, path=path, error=PolicyError)))
    fields.end()
    return LabelSelector(tuple(requirements))


def _expression(fields: Fields) -> Requirement:
    key = fields.take("key", str)
    if not is_label_key(key):
        raise fields.fail("key", f"{key!r} is not a label key")
    operator = fields.choice("operator", _OPERATORS)
    values = fields.strings("values", blank=True)
    for index, value in enumerate(values):
        if value and not is_label_value(value):
            raise fields.fail(f"values[{index}]", f"{value!r} is not a label value")
    takes_values = operator in ("In", "NotIn")
    if takes_values != bool(values):
        raise fields.fail("values", f"must {'not ' if takes_values else ''}be empty for {operator}")
    fields.end()
    return Requirement(key=key, operator=operator, values=values)
