# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What Enforce would refuse, told for policies that only warn or record.

They change no pod, so what /mutate mends under Enforce is not held against the pod. Everything else
is: the same rules judge the same object.
"""

from dataclasses import replace

from trust.admission import Final, judge_new, judge_update
from trust.names import DEFAULT_SCHEDULER
from trust.need import Need
from trust.pod import Pod
from trust.rules.protection_kept import asks_more
from trust.verdict import Finding, Verdict

_PINNED = "image-not-pinned"
_ONLY_WHEN_NEW = frozenset({"placement-not-intact", "image-not-pulled-anew"})
_SCHEDULED = "scheduler-foreign"


def would_be(
    final: Final, *, old: Pod | None, old_need: Need, enforced: Need | None = None
) -> Verdict:
    """Judge as Enforce would, and leave out what /mutate would have mended.

    Args:
        final: The object; nothing was changed in it for these policies.
        old: The object before an update, None for a creation.
        old_need: What the old object needed under the policies of now.
        enforced: What is asked in earnest: /mutate has written it into the pod.
    """
    if enforced is not None:
        final = replace(final, need=_beside(enforced, final.need))
        old_need = _beside(enforced, old_need)
    if old is None:
        verdict = judge_new(final)
        whole = True
    else:
        verdict = judge_update(final, old=old, old_need=old_need)
        # Only new pods are mended wholly: an update that brings one under the policy is not.
        whole = not asks_more(old_need, final.need)
    blamed = (found for found in verdict.findings if not _mended(found, final.pod, whole=whole))
    return Verdict.of(blamed)


def _beside(enforced: Need, need: Need) -> Need:
    """Let a tag that contradicts an enforced one be what it is: a contradiction of policies.

    Otherwise the pod would be blamed for the affinity that it has from us.
    """
    clashing = {
        key: values & enforced.asset_tags[key]
        for key, values in need.asset_tags.items()
        if key in enforced.asset_tags and not values & enforced.asset_tags[key]
    }
    if not clashing:
        return need
    return replace(
        need,
        asset_tags={**need.asset_tags, **clashing},
        tag_demands=need.tag_demands | enforced.tag_demands,
    )


def _mended(finding: Finding, pod: Pod, *, whole: bool) -> bool:
    if finding.code == _PINNED:
        return True
    if finding.code == _SCHEDULED:
        return whole and pod.scheduler_name in ("", DEFAULT_SCHEDULER)
    return whole and finding.code in _ONLY_WHEN_NEW
