# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The registry of every Finding's code: what it stands for, and what to do about it.

A Finding whose code is not here fails ``make check``: add a line to the module of its subject. The
order of the modules, and of the lines in each, is the order of importance in which reasons are told
to people. docs/findings.md is written from here.
"""

from collections.abc import Mapping

from trust.codes.audit import AUDIT
from trust.codes.bindings import BINDINGS
from trust.codes.code import Code
from trust.codes.evaluation import EVALUATION
from trust.codes.images import IMAGES
from trust.codes.manifests import MANIFESTS
from trust.codes.nodes import NODES
from trust.codes.pods import PODS
from trust.codes.policies import POLICIES

SECTIONS: Mapping[str, tuple[Code, ...]] = {
    "Images": IMAGES,
    "Manifests": MANIFESTS,
    "Pods": PODS,
    "Bindings and namespaces": BINDINGS,
    "Policies": POLICIES,
    "Nodes": NODES,
    "Evaluation": EVALUATION,
    "Audit": AUDIT,
}
CODES: Mapping[str, Code] = {code.name: code for codes in SECTIONS.values() for code in codes}
_RANKS: Mapping[str, int] = {name: rank for rank, name in enumerate(CODES)}


def rank_of(name: str) -> int:
    """Return the place of a code among all; what is told first is small."""
    return _RANKS.get(name, len(_RANKS))


def remedy_of(name: str) -> str:
    """Return what to do about a code, empty for one that is not registered."""
    return CODES[name].remedy if name in CODES else ""
