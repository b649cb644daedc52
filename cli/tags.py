# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``bondstone tags``: the desk of a tag authority."""

import click

from cli.tags_issue import issue
from cli.tags_revoke import revoke
from cli.tags_show import show
from cli.tags_verify import verify


@click.group()
def tags() -> None:
    """Bind asset tags to the TPM of a machine, for services without tags (Keylime).

    A tag record is signed by a tag authority (compact JWS, ES256), names the machine by the hash
    of its endorsement key, and stands in spec.tagRecords of the node's NodeIdentity. The key is one
    of EC P-256: openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out key.pem, and
    openssl pkey -in key.pem -pubout for the components.
    """


for _command in (issue, show, verify, revoke):
    tags.add_command(_command)
