# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pods are created in the moment in which no webhook answers."""

from collections.abc import Callable

from localcluster.world import OTHER
from tests.e2e.bypass.conftest import Create

GUARD = "Namespaces that a policy selects fail closed in the API server itself."


def test_without_a_webhook_the_api_server_refuses(
    create: Create, revived: Callable[[str], None]
) -> None:
    revived("webhook")
    assert "failed calling webhook" in create()
    assert "created" in create(namespace=OTHER)
