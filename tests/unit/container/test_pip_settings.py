# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""pip's settings here become those of the build, without what the build cannot see."""

import os
from pathlib import Path

import pytest

from container.errors import ContainerError
from container.pip_settings import (
    AUTHORITIES,
    CONFIGURATION,
    configuration,
    read_settings,
    write_pip_secrets,
)

LISTED = """\
:env:.index-url='https://env.example/simple'
:env:.find-links='/wheels https://links.example/ file:///more'
global.index-url='https://global.example/simple'
global.trusted-host='a.example b.example'
global.cert='/etc/authorities.pem'
global.no-cache-dir='true'
install.index-url='https://install.example/simple'
install.timeout='30'
freeze.timeout='99'
"""


def test_the_environment_wins_over_files_and_install_over_global() -> None:
    assert read_settings(LISTED)["index-url"] == "https://env.example/simple"
    files = "\n".join(LISTED.splitlines()[2:])
    assert read_settings(files)["index-url"] == "https://install.example/simple"
    assert read_settings(files)["timeout"] == "30"


def test_what_the_build_cannot_see_or_does_not_need_stays_out() -> None:
    text, authorities = configuration(read_settings(LISTED), {})
    assert text.splitlines() == [
        "[global]",
        "index-url = https://env.example/simple",
        "find-links = https://links.example/",
        "trusted-host = a.example b.example",
        "timeout = 30",
        f"cert = /run/secrets/{AUTHORITIES}",
    ]
    assert authorities == Path("/etc/authorities.pem")


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"])
def test_authorities_of_the_environment_count_as_well(name: str) -> None:
    text, authorities = configuration({}, {name: "/etc/corporate.pem"})
    assert text == f"[global]\ncert = /run/secrets/{AUTHORITIES}\n"
    assert authorities == Path("/etc/corporate.pem")


def test_without_settings_pip_has_its_own() -> None:
    assert configuration({}, {}) == ("[global]\n", None)


def test_the_files_are_for_nobody_else(tmp_path: Path) -> None:
    bundle = tmp_path / "bundle.pem"
    bundle.write_text("authorities")
    environment = {"PATH": os.environ["PATH"], "PIP_CERT": str(bundle), "PIP_RETRIES": "2"}
    secrets = tmp_path / "secrets"
    secrets.mkdir()
    files = write_pip_secrets(secrets, environment)
    assert set(files) == {CONFIGURATION, AUTHORITIES}
    assert "retries = 2\n" in files[CONFIGURATION].read_text()
    assert files[AUTHORITIES].read_text() == "authorities"
    assert {path.stat().st_mode & 0o777 for path in files.values()} == {0o600}


def test_authorities_that_are_not_there_are_told_and_nothing_is_built(tmp_path: Path) -> None:
    environment = {"PATH": os.environ["PATH"], "PIP_CERT": str(tmp_path / "none.pem")}
    with pytest.raises(ContainerError) as refused:
        write_pip_secrets(tmp_path, environment)
    assert str(refused.value) == (
        f"pip's authorities (cert) are not readable: {tmp_path / 'none.pem'}: "
        "No such file or directory"
    )
