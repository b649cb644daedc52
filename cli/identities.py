# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone identities``."""

import click

from cli.identities_import import import_identities


@click.group()
def identities() -> None:
    """Keep the inventory: which hardware the node of a name is (NodeIdentity)."""


identities.add_command(import_identities)
