# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the base brings: Debian's packages, where it is a Debian (dpkg's status file, deb822)."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from container.sbom.components import Component

_INSTALLED = "install ok installed"


def debian_components(root: Path) -> list[Component]:
    """Return the system and each installed package; nothing where the base has no dpkg.

    Args:
        root: Of the base's file system.
    """
    release = _release(root / "etc" / "os-release")
    system = Component(
        type="operating-system",
        name=release.get("ID", "unknown"),
        version=release.get("VERSION_ID", "unknown"),
        purl=f"pkg:generic/{release.get('ID', 'unknown')}@{release.get('VERSION_ID', 'unknown')}",
    )
    status = root / "var" / "lib" / "dpkg" / "status"
    if not status.is_file():
        return [system]
    packages = [_component(fields, release) for fields in _paragraphs(status.read_text())]
    return [system, *sorted(packages, key=lambda package: package.purl)]


def _component(fields: dict[str, str], release: dict[str, str]) -> Component:
    name, version, arch = fields["Package"], fields["Version"], fields["Architecture"]
    vendor = release.get("ID", "debian")
    distro = f"{vendor}-{release.get('VERSION_ID', 'unknown')}"
    return Component(
        type="library",
        name=name,
        version=version,
        purl=f"pkg:deb/{vendor}/{quote(name)}@{quote(version)}?arch={arch}&distro={distro}",
    )


def _paragraphs(text: str) -> Iterator[dict[str, str]]:
    """Yield the fields of each installed package; lines of continuation are not needed."""
    for paragraph in text.split("\n\n"):
        lines = [line for line in paragraph.splitlines() if line and not line[0].isspace()]
        fields = {
            key: value.strip() for key, _, value in (line.partition(":") for line in lines) if value
        }
        if fields.get("Status") == _INSTALLED:
            yield fields


def _release(path: Path) -> dict[str, str]:
    """Return os-release(5) as a mapping; empty where there is none."""
    if not path.is_file():
        return {}
    pairs = (line.partition("=") for line in path.read_text().splitlines())
    return {key: value.strip().strip('"') for key, _, value in pairs if value}
