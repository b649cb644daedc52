# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What pip installed: distributions, their licences, archives and dependencies."""

from collections.abc import Iterator, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from container.sbom.components import Component

_LONGEST_NAME = 60
"""Characters of a licence's name; what is longer is the licence itself."""


def archive_hashes(report: Mapping[str, Any]) -> dict[str, str]:
    """Return the SHA-256 of each archive by the canonical name of its distribution.

    Args:
        report: What ``pip install --report`` wrote (pip's "installation report" format, 1). The
            URLs in it are left where they are.
    """
    return {
        canonicalize_name(item["metadata"]["name"]): item["download_info"]["archive_info"][
            "hashes"
        ]["sha256"]
        for item in report["install"]
    }


def distribution_components(packages: Path, hashes: Mapping[str, str]) -> list[Component]:
    """Return a component for each distribution in a site-packages.

    Args:
        packages: The folder.
        hashes: As ``archive_hashes`` gives them; our own wheel, made on the spot, is not in it.
    """
    found = {
        str(canonicalize_name(each.name)): each for each in distributions(path=[str(packages)])
    }
    purls = {name: f"pkg:pypi/{name}@{each.version}" for name, each in found.items()}
    return [_component(name, each, purls, hashes) for name, each in sorted(found.items())]


def _component(
    name: str, each: Distribution, purls: Mapping[str, str], hashes: Mapping[str, str]
) -> Component:
    expression = _field(each, "License-Expression")
    return Component(
        type="library",
        name=name,
        version=each.version,
        purl=purls[name],
        license=expression or _license_name(each),
        expression=bool(expression),
        sha256=hashes.get(name),
        needs=tuple(sorted(set(_needs(each, purls)))),
    )


def _license_name(each: Distribution) -> str | None:
    """Return the name of a licence from the older fields of core metadata, if there is one."""
    for classifier in each.metadata.get_all("Classifier") or []:
        if classifier.startswith("License :: ") and classifier != "License :: OSI Approved":
            return str(classifier.rpartition(" :: ")[2])
    text = _field(each, "License").strip()
    return text if text and len(text) <= _LONGEST_NAME and "\n" not in text else None


def _field(each: Distribution, name: str) -> str:
    """Return a field of core metadata; nothing where it is absent."""
    return str(each.metadata[name]) if name in each.metadata else ""


def _needs(each: Distribution, purls: Mapping[str, str]) -> Iterator[str]:
    """Yield what it needs on this Python and without extras, as far as it is installed."""
    for line in each.requires or []:
        requirement = Requirement(line)
        name = canonicalize_name(requirement.name)
        wanted = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
        if wanted and name in purls:
            yield purls[name]
