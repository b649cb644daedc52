# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The body of a request, as strict JSON."""

from documents import strict_json
from documents.strict import SyntaxProblemError
from serving.errors import BadRequestError


def loads(raw: bytes) -> object:
    """Parse a body.

    Raises:
        BadRequestError: It is not JSON, or is JSON that parsers disagree about.
    """
    try:
        return strict_json.loads(raw)
    except SyntaxProblemError as exc:
        raise BadRequestError(f"the body {str(exc).removeprefix('it ')}") from exc
