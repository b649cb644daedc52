# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a pod is asked for where only enforced policies and its own annotation count."""

from collections.abc import Iterable, Mapping

from trust.asked import need_of
from trust.need import Need
from trust.pod import Pod
from trust.policy import Mode, TrustPolicy
from trust.tags_annotation import read_tags


def enforced_need(
    pod: Pod, policies: Iterable[TrustPolicy], *, namespace: Mapping[str, str]
) -> Need:
    """Return the Need that admits or refuses a pod, wherever it is asked for.

    Args:
        pod: Its labels and annotations count.
        policies: All TrustPolicies of the cluster.
        namespace: Labels of the pod's namespace.
    """
    return need_of(
        policies,
        mode=Mode.ENFORCE,
        namespace=namespace,
        pod=pod.labels,
        annotated=read_tags(pod.annotations),
    )
