# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods judged at admission: from scratch when they are new, by what changed when they are not."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trust.images_judged import ImageAnswer as ImageAnswer  # who judges pods takes it from here
from trust.images_judged import judge_images
from trust.images_judged import read_reference as read_reference
from trust.need import Need
from trust.node_requirement import node_requirements
from trust.pod import Pod, PodImage
from trust.rules.placement_intact import placement_intact
from trust.rules.placement_possible import placement_possible
from trust.rules.protection_kept import asks_more, protection_kept
from trust.rules.scheduled_by_us import node_not_chosen, scheduler_ours
from trust.rules.selected_in_time import selected_in_time
from trust.verdict import Finding, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Final:
    """The final object of an admission request.

    Attributes:
        pod: As it would be stored.
        need: What it asks.
        images: By reference as written, for every image of ``images_to_judge``.
        scheduler_name: The scheduler that asks our extender.
    """

    pod: Pod
    need: Need
    images: Mapping[str, ImageAnswer]
    scheduler_name: str


def images_to_judge(pod: Pod, need: Need, *, old: Pod | None = None) -> tuple[PodImage, ...]:
    """Return the images that an answer is needed for: those that the update brings in, or all."""
    if need.encryption is None:
        return ()
    return brought_in(pod, old)


def brought_in(pod: Pod, old: Pod | None) -> tuple[PodImage, ...]:
    """Return the images that an update brings in, or all."""
    known = {(image.owner, image.image) for image in old.images} if old else set()
    return tuple(image for image in pod.images if (image.owner, image.image) not in known)


def judge_new(final: Final) -> Verdict:
    """Judge a pod at its creation, as if no mutating webhook had run."""
    return Verdict.of(_new(final))


def _new(final: Final) -> Iterator[Finding | None]:
    yield from final.need.contradictions()
    images = images_to_judge(final.pod, final.need)
    yield from judge_images(images, final.need.encryption, final.images)
    if final.need.trust_required:
        requirements = node_requirements(final.need)
        yield node_not_chosen(final.pod)
        yield scheduler_ours(final.pod, scheduler_name=final.scheduler_name)
        where, runtime = final.pod.placement, final.pod.runtime_class
        impossible = placement_possible(where, requirements, runtime_class=runtime)
        yield impossible or placement_intact(where, requirements)


def judge_update(final: Final, *, old: Pod, old_need: Need) -> Verdict:
    """Judge what an update changes; one that touches nothing we judge is never refused.

    A pod that goes is judged alike, and never held up in going: finalizers ask for nothing.
    """
    return Verdict.of(_update(final, old, old_need))


def _update(final: Final, old: Pod, old_need: Need) -> Iterator[Finding | None]:
    # First, and of a pod that goes too: what is asked besides cannot stand for what was asked.
    yield protection_kept(old_need, final.need)
    if asks_more(old_need, final.need):
        # As new, for it was not judged so before: a pod that goes may run for long.
        late = selected_in_time(final.need, old)
        yield late
        # That it names its node is the same reason again, with a remedy that nobody can follow.
        said = "node-name-set" if late else ""
        yield from (found for found in _new(final) if found and found.code != said)
        return
    if brought_in(final.pod, old):
        # A policy that cannot be read asks for nothing that could be judged, and admits nothing.
        yield from final.need.contradictions()
    images = images_to_judge(final.pod, final.need, old=old)
    yield from judge_images(images, final.need.encryption, final.images)
    if final.pod.placement != old.placement:
        yield placement_intact(final.pod.placement, node_requirements(final.need))
