# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The verbs of ``bondstone tags``."""

import pytest

from cli.tags import tags
from tests.unit.cli.test_options import run


@pytest.mark.parametrize("verb", ["issue", "show", "verify", "revoke"])
def test_every_option_says_what_it_is_for_and_its_environment_variable(verb: str) -> None:
    text = " ".join(run("tags", verb, "--help").output.split())
    for parameter in tags.commands[verb].params:
        if parameter.param_type_name == "option":
            name = f"BONDSTONE_TAGS_{verb.upper()}_{(parameter.name or '').upper()}"
            assert f"env var: {name}" in text


def test_the_key_is_made_by_means_that_everybody_has() -> None:
    assert "openssl genpkey" in run("tags", "--help").output
