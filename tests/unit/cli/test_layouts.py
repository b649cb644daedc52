# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Which images are in folders, as the option says it."""

from pathlib import Path

import pytest

from tests.unit.cli.workshop import Workshop, pod


@pytest.fixture
def workshop(tmp_path: Path) -> Workshop:
    return Workshop(tmp_path)


@pytest.mark.parametrize("layout", ["x", "x=/absent", "X:y:z=."])
def test_a_layout_that_is_none_is_a_usage_error(workshop: Workshop, layout: str) -> None:
    result = workshop.check(pod("good"), f"--oci-layout={layout}")
    assert result.exit_code == 2
    assert "--oci-layout" in result.output


def test_an_image_stands_once(workshop: Workshop) -> None:
    result = workshop.check(pod("good"), workshop.layout("good"))
    assert result.exit_code == 2
    assert "--oci-layout names registry.example/shop/good:latest twice" in result.output
