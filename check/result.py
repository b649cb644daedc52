# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What is told of checked objects: JSON for programs, a line for each object for people."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from check.errors import CheckError, PolicyFileError
from trust.printable import printable
from trust.verdict import Finding, Outcome, Verdict

EXIT_CODES = {Outcome.ALLOW: 0, Outcome.DENY: 1, Outcome.UNKNOWN: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """One object.

    Attributes:
        name: ``Kind/namespace/name``.
        verdict: Whether it would be admitted.
        warned: What policies in Warn or Audit would have said.
        nodes: Where it could run now; None where nobody asked, or nothing is asked of nodes.
    """

    name: str
    verdict: Verdict
    warned: tuple[Finding, ...] = ()
    nodes: tuple[str, ...] | None = None


def outcome_of(checked: Iterable[Checked]) -> Outcome:
    """Return the outcome over all objects: one denial makes DENY, else one unknown UNKNOWN."""
    return Verdict.of(found for one in checked for found in one.verdict.findings).outcome


def as_json(checked: list[Checked]) -> str:
    """Write the verdict over all objects, and every Finding with the object that it is about."""
    findings = [
        {"code": found.code, "detail": found.text, "object": printable(one.name)}
        for one in checked
        for found in one.verdict.findings
    ]
    return _document(outcome_of(checked), findings)


def failure_as_json(exc: CheckError) -> str:
    """Write the same document where nothing could be judged: unknown, with the one reason."""
    found = Finding(
        code="policy-invalid" if isinstance(exc, PolicyFileError) else "input-unreadable",
        outcome=Outcome.UNKNOWN,
        detail=str(exc),
    )
    reason = {"code": found.code, "detail": found.detail, "object": printable(exc.file)}
    return _document(found.outcome, [reason])


def _document(verdict: Outcome, findings: list[dict[str, str]]) -> str:
    document = {"verdict": verdict.value, "findings": findings}
    return json.dumps(document, ensure_ascii=False, indent=2)


def as_table(checked: list[Checked], *, reasons: bool = True) -> Iterator[str]:
    """Yield one line for each object.

    Args:
        checked: All of them.
        reasons: Tell the most important reason of each, and how many there are.
    """
    width = max((len(printable(one.name)) for one in checked), default=0)
    for one in checked:
        reason = _reason(one) if reasons else ""
        line = f"{one.verdict.outcome.value:7}  {printable(one.name):{width}}  {reason}"
        yield line.rstrip()


def all_reasons(checked: list[Checked]) -> Iterator[str]:
    """Yield every reason of every object, and where it could run."""
    for one in checked:
        name = printable(one.name)
        yield from (f"{name}: {found.code}: {found.text}" for found in one.verdict.findings)
        if one.nodes:
            yield f"{name}: could run now on {', '.join(map(printable, one.nodes))}"


def warnings(checked: list[Checked]) -> Iterator[str]:
    """Yield what policies that enforce nothing would have said."""
    for one in checked:
        yield from (f"warning: {printable(one.name)}: {found.text}" for found in one.warned)


def _reason(one: Checked) -> str:
    findings = one.verdict.findings
    if not findings:
        return f"could run now on {', '.join(map(printable, one.nodes))}" if one.nodes else ""
    more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
    return f"{findings[0].code}: {findings[0].text}{more}"
