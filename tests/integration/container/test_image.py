# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The image as it was built: the same once more, as labelled, and nothing else in it."""

import json
import os
import re
import tomllib
from datetime import UTC, datetime
from typing import Any

import pytest

from container.build import SBOM, Recipe, build_image
from container.source import ROOT, read_source
from tests.integration.container.conftest import SOMEBODY, TAG, Built
from tests.integration.container.stores import empty_store

_INSTALLED = """
import importlib.metadata, json
print(json.dumps([[each.name, each.version] for each in importlib.metadata.distributions()]))
"""
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
_PURL = re.compile(r"pkg:pypi/([^@]+)@(.+)")


@pytest.fixture(scope="session")
def bill(built: Built) -> dict[str, Any]:
    """Return the bill of materials in the image."""
    document: dict[str, Any] = json.loads(built.run(SBOM, entrypoint="cat").stdout)
    return document


@pytest.fixture(scope="session")
def configuration(built: Built) -> dict[str, Any]:
    """Return what the image says of itself."""
    (said,) = json.loads(built.engine.output("image", "inspect", built.image.id))
    document: dict[str, Any] = said
    return document


def test_a_second_build_from_nothing_gives_the_same_digest(built: Built) -> None:
    recipe = Recipe(base=built.base, tag=TAG, fresh=True)
    with empty_store(built.engine) as engine:
        again = build_image(engine, recipe, read_source(os.environ), os.environ)
    assert again == built.image


def test_its_labels_are_those_of_oci_and_true(configuration: dict[str, Any]) -> None:
    source = read_source(os.environ)
    prefix = "org.opencontainers.image."
    labels = {
        key.removeprefix(prefix): value
        for key, value in configuration["Labels"].items()
        if key.startswith(prefix)
    }
    assert labels.pop("base.name").startswith("localhost/bondstone-base:")
    assert labels == {
        "title": "Bondstone",
        "description": PROJECT["description"],
        "vendor": "The Bondstone authors",
        "licenses": "Apache-2.0",
        "version": source.version,
        "revision": source.revision,
        "created": datetime.fromtimestamp(source.epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def test_it_runs_as_a_number_that_is_not_root(configuration: dict[str, Any]) -> None:
    user, _, group = configuration["Config"]["User"].partition(":")
    assert int(user) > 0
    assert int(group) > 0


def test_its_bill_lists_exactly_the_distributions_that_are_installed(
    built: Built, bill: dict[str, Any]
) -> None:
    said = built.run("-c", _INSTALLED, entrypoint="/opt/bondstone/bin/python")
    installed = {(re.sub(r"[-_.]+", "-", name).lower(), v) for name, v in json.loads(said.stdout)}
    matches = [_PURL.fullmatch(component["purl"]) for component in bill["components"]]
    assert {(match[1], match[2]) for match in matches if match} == installed


def test_its_bill_lists_exactly_the_packages_of_its_base(
    built: Built, bill: dict[str, Any]
) -> None:
    form = "${Package} ${Version}\\n"
    said = built.run("--show", f"--showformat={form}", entrypoint="dpkg-query").stdout
    listed = [each for each in bill["components"] if each["purl"].startswith("pkg:deb/")]
    assert {f"{each['name']} {each['version']}" for each in listed} == set(said.splitlines())


def test_every_archive_that_was_installed_is_one_of_the_lock(bill: dict[str, Any]) -> None:
    locked = (ROOT / "locks" / "runtime.txt").read_text()
    archives = [each for each in bill["components"] if each["purl"].startswith("pkg:pypi/")]
    hashed = {each["name"]: each["hashes"][0]["content"] for each in archives if "hashes" in each}
    assert {each["name"] for each in archives} - set(hashed) == {"bondstone"}
    assert [name for name, digest in hashed.items() if f"sha256:{digest}" not in locked] == []


def test_nothing_of_it_can_be_written(built: Built) -> None:
    script = "for f in /x /opt/x /opt/bondstone/x /tmp/x; do touch $f 2>&1; done; id -u"
    said = built.run("-c", script, entrypoint="sh").stdout.splitlines()
    assert said[-1] == str(SOMEBODY)
    assert len([line for line in said if "Read-only file system" in line]) == len(said) - 1 == 4


def test_neither_an_index_nor_a_builders_settings_are_in_it(
    built: Built, configuration: dict[str, Any]
) -> None:
    history = built.engine.output(
        "history", "--no-trunc", "--format={{.CreatedBy}}", built.image.id
    )
    told = history + json.dumps(configuration["Config"])
    for word in ("PIP_", "://", "index-url", "proxy"):
        assert word not in told
    # pip itself, its settings and its report, secrets and key files would be what leaks them.
    script = (
        "find /opt/bondstone /root /build /source /run /tmp /etc/pip* 2>/dev/null"
        " | grep -E '/(pip|setuptools|wheel|hatchling)([-/]|$)|installed.json|pip.(conf|pem)|netrc'"
    )
    found = built.run("-c", script, entrypoint="sh")
    assert found.stdout == ""


@pytest.mark.parametrize(
    "verb", ["webhook", "extender", "hub", "issuer", "check", "nodes", "status"]
)
def test_every_component_explains_itself(built: Built, verb: str) -> None:
    done = built.run(verb, "--help")
    assert done.returncode == 0, done.stderr
    assert f"Usage: bondstone {verb}" in done.stdout
