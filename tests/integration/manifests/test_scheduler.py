# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Both configurations of the second scheduler are the safe one."""

import pytest
import yaml

from localcluster.scheduler import MANIFESTS

_FILES = {
    "Files": "base/scheduler-config.yaml",
    "Data": "components/openshift-secondary-scheduler/config.yaml",
}


@pytest.mark.parametrize("form", _FILES)
def test_the_extender_is_never_skipped_and_always_verified(form: str) -> None:
    config = yaml.safe_load((MANIFESTS / _FILES[form]).read_text())
    (extender,) = config["extenders"]
    assert extender["ignorable"] is False
    assert extender["nodeCacheCapable"] is True
    assert extender["enableHTTPS"] is True
    assert (extender["filterVerb"], extender["preemptVerb"]) == ("filter", "preempt")
    suffix = form.removesuffix("s")
    assert extender["tlsConfig"].keys() == {f"{each}{suffix}" for each in ("ca", "cert", "key")}


def test_they_differ_in_certificates_and_election_alone() -> None:
    ours, theirs = (yaml.safe_load((MANIFESTS / path).read_text()) for path in _FILES.values())
    for config in (ours, theirs):
        del config["leaderElection"]
        del config["extenders"][0]["tlsConfig"]
    assert ours == theirs
