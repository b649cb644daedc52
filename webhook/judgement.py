# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What ``/validate`` decides: the enforced Verdict, and what other modes would have said."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from trust.admission import Final, ImageAnswer, judge_images, judge_new, judge_update
from trust.need import Need
from trust.policy import Mode
from trust.verdict import Verdict
from webhook.case import Case

MENDED = frozenset({"image-not-pinned", "image-not-pulled-anew"})
"""What /mutate would have put right, were the policy enforced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The Verdict that counts, and those of Warn and Audit, which never refuse."""

    verdict: Verdict
    unenforced: Mapping[Mode, Verdict] = field(default_factory=dict)


def judge(case: Case, answers: Mapping[str, ImageAnswer], *, scheduler_name: str) -> Judgement:
    """Judge the final object from scratch."""
    final = Final(pod=case.pod, need=case.enforced, images=answers, scheduler_name=scheduler_name)
    if case.old is None:
        verdict = judge_new(final)
    else:
        verdict = judge_update(final, old=case.old, old_need=case.old_need)
    unenforced: dict[Mode, Verdict] = {
        mode: _would_be(case, need, answers)
        for mode, need in case.needs.items()
        if mode is not Mode.ENFORCE and not need.asks_nothing
    }
    return Judgement(verdict=verdict, unenforced=unenforced)


def _would_be(case: Case, need: Need, answers: Mapping[str, ImageAnswer]) -> Verdict:
    """Judge what a pod itself can be blamed for: /mutate would have pinned and placed it."""
    final = Final(pod=case.pod, need=need, images=answers, scheduler_name="")
    found = judge_images(final, case.pod.images)
    blamed = (finding for finding in found if finding.code not in MENDED)
    return Verdict.of([*need.contradictions(), *blamed])
