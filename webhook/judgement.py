# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/validate`` decides: the enforced Verdict, and what other modes would have said."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from trust import limits
from trust.admission import Final, ImageAnswer, judge_new, judge_update
from trust.policy import Mode
from trust.verdict import Verdict
from trust.would_be import would_be
from webhook.case import Case
from webhook.demands import Demands


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """One reason that one policy has against a pod; only Enforce makes it a refusal."""

    policy: str
    mode: Mode
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The Verdict that counts, those of Warn and Audit, which never refuse, and whose reasons."""

    verdict: Verdict
    unenforced: Mapping[Mode, Verdict] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    @property
    def refused_by(self) -> tuple[str, ...]:
        """Names of the enforced policies that have a reason; none where the annotation asks."""
        names = (each.policy for each in self.refusals if each.mode is Mode.ENFORCE)
        return tuple(dict.fromkeys(names))


class _Judge:
    """Judges one case against one set of demands after another."""

    def __init__(self, case: Case, answers: Mapping[str, ImageAnswer], scheduler_name: str) -> None:
        self._case = case
        self._answers = answers
        self._scheduler_name = scheduler_name

    def verdict(self, mode: Mode, demands: Demands) -> Verdict:
        """Judge the final object; for Warn and Audit say what Enforce would."""
        final = Final(
            pod=self._case.pod,
            need=demands.now,
            images=self._answers,
            scheduler_name=self._scheduler_name,
        )
        old = self._case.old
        if mode is not Mode.ENFORCE and self._case.unreadable is not None:
            return Verdict.of([self._case.unreadable])
        if mode is not Mode.ENFORCE:
            return would_be(final, old=old, old_need=demands.before, enforced=self._case.enforced)
        if old is None:
            return judge_new(final)
        return judge_update(final, old=old, old_need=demands.before)

    def refusals(self, mode: Mode, verdict: Verdict) -> Iterator[Refusal]:
        """Yield whose reasons they are; one that only all of them give together is everybody's.

        So is each reason of a pod that is too large to be judged for every policy apart.
        """
        if not verdict.findings:
            return
        own = self._case.apart(mode)
        size = len(self._case.pod.images) + len(self._case.pod.placement.terms or ())
        # Each policy costs another judgement of the whole pod, and only numbers rest on it.
        apart = len(own) * size <= limits.ATTRIBUTED
        codes = {
            name: self.verdict(mode, alone).codes if apart else () for name, alone in own.items()
        }
        together = set(verdict.codes).difference(*codes.values())
        for name in sorted(codes):
            for code in dict.fromkeys((*codes[name], *sorted(together))):
                yield Refusal(policy=name, mode=mode, code=code)


def judge(case: Case, answers: Mapping[str, ImageAnswer], *, scheduler_name: str) -> Judgement:
    """Judge the final object from scratch."""
    judges = _Judge(case, answers, scheduler_name)
    verdicts = {
        mode: judges.verdict(mode, demands)
        for mode, demands in case.demands.items()
        if mode is Mode.ENFORCE or not demands.ask_nothing
    }
    refusals = tuple(
        refusal for mode, verdict in verdicts.items() for refusal in judges.refusals(mode, verdict)
    )
    return Judgement(verdict=verdicts.pop(Mode.ENFORCE), unenforced=verdicts, refusals=refusals)
