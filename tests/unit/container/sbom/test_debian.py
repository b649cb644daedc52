# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What dpkg has installed, and nothing that it only remembers."""

from pathlib import Path

from container.sbom.debian import debian_components

STATUS = """\
Package: libstdc++6
Status: install ok installed
Architecture: amd64
Version: 12.2.0-14+deb12u1
Description: one
 Status: in a continuation

Package: gone
Status: deinstall ok config-files
Architecture: amd64
Version: 1

Package: adduser
Status: install ok installed
Architecture: all
Version: 1:3.134
"""


def test_installed_packages_and_their_system_are_listed(tmp_path: Path) -> None:
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "os-release").write_text('ID=debian\nVERSION_ID="12"\n')
    (tmp_path / "var/lib/dpkg").mkdir(parents=True)
    (tmp_path / "var/lib/dpkg/status").write_text(STATUS)
    assert [(each.type, each.purl) for each in debian_components(tmp_path)] == [
        ("operating-system", "pkg:generic/debian@12"),
        ("library", "pkg:deb/debian/adduser@1%3A3.134?arch=all&distro=debian-12"),
        (
            "library",
            "pkg:deb/debian/libstdc%2B%2B6@12.2.0-14%2Bdeb12u1?arch=amd64&distro=debian-12",
        ),
    ]


def test_a_base_without_dpkg_is_a_system_of_its_name(tmp_path: Path) -> None:
    (system,) = debian_components(tmp_path)
    assert (system.name, system.version) == ("unknown", "unknown")
