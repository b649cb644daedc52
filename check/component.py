# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The check put together: the webhook's decisions with files in the place of a cluster."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from check.cluster import FileNamespaces, FilePolicies
from check.errors import CheckError, PolicyFileError
from check.files import Found
from check.judging import Judged, Judging
from check.mentions import require_mentioned
from check.nodes import Places, ReportedNodes
from check.pods import pod_within
from check.result import Checked
from images.allowances import Allowances
from images.inspect import Images
from images.layouts import LayoutImages
from images.registries import Registries
from trust.errors import PodError
from trust.pod import read_identity
from trust.pod_need import enforced_need
from trust.reference import Reference
from trust.report import Report
from trust.verdict import Verdict
from webhook.admission import Admission
from webhook.inspection import Inspection
from webhook.keyring import OwnCredentials

_PARALLEL_IMAGES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """By what objects are judged.

    Attributes:
        policies: Objects of the policy files.
        registries: Who may be asked about images.
        allowances: What of images passes on all nodes.
        layouts: Images that are in folders.
        reports: Of nodes; None where nothing is to be said of them.
        scheduler_name: The scheduler that asks the extender.
        namespace: Of objects that name none.
        patience: For one object.
    """

    policies: list[Found]
    registries: Registries
    allowances: Allowances
    layouts: Mapping[Reference, Path]
    reports: tuple[Report, ...] | None
    scheduler_name: str
    namespace: str
    patience: timedelta


def check(objects: list[Found], terms: Terms, *, now: datetime) -> list[Checked]:
    """Judge objects as the cluster would.

    Raises:
        CheckError: There is no policy, one or the metadata of an object are not what they must be,
            or a layout is of no image of the objects.
    """
    if not terms.policies:
        raise CheckError(
            "there is no TrustPolicy in what --policy names, so nothing would be judged",
            file="--policy",
        )
    for each in terms.policies:
        if each.kind != "TrustPolicy":
            raise PolicyFileError(
                f"{each.place}: kind must be TrustPolicy, not {each.kind!r}", file=each.file
            )
    require_mentioned(terms.layouts, objects)
    policies, namespaces = FilePolicies(terms.policies), FileNamespaces(objects)
    registries = Images(terms.registries, allowances=terms.allowances, failed_seconds=60.0)
    source = LayoutImages(terms.layouts, registries, terms.allowances)
    nodes = None if terms.reports is None else ReportedNodes(terms.reports, now=now)
    with ThreadPoolExecutor(_PARALLEL_IMAGES) as executor:
        inspection = Inspection(
            source, executor, OwnCredentials(), aside=executor, patience=terms.patience
        )
        admission = Admission(
            policies=policies,
            namespaces=namespaces,
            inspection=inspection,
            scheduler_name=terms.scheduler_name,
        )
        judging = Judging(admission, namespace=terms.namespace, patience=terms.patience)
        judged = list(judging.all(objects))
    return [_checked(one, nodes, policies, namespaces) for one in judged]


def _checked(
    judged: Judged,
    nodes: ReportedNodes | None,
    policies: FilePolicies,
    namespaces: FileNamespaces,
) -> Checked:
    places = None if nodes is None else _places(judged, nodes, policies, namespaces)
    finding = places.finding if places else None
    return Checked(
        name=judged.name,
        verdict=Verdict.of((*judged.verdict.findings, finding)),
        warned=judged.warned,
        nodes=places.nodes if places else None,
    )


def _places(
    judged: Judged, nodes: ReportedNodes, policies: FilePolicies, namespaces: FileNamespaces
) -> Places | None:
    """Ask where it could run; nothing is said of what cannot be read, for that is said already."""
    request = judged.request
    if request is None:
        return None
    try:
        pod = pod_within(request)
        if pod is None:
            return None
        identity = read_identity(pod, namespace=request.namespace)
    except PodError:
        return None
    labels = namespaces.get(request.namespace).labels
    return nodes.places(enforced_need(identity, policies.values().values(), namespace=labels))
