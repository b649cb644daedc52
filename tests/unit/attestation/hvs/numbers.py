# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Pages of numbers, which are lists of reports in no other respect."""

import json

from attestation.http.reply import Reply
from attestation.hvs.page import Page, read_page
from trust.errors import ReportError


def number(item: object) -> int:
    """Read an item."""
    if not isinstance(item, int):
        raise ReportError("item", f"{item} must be a number")
    return item


def answer(document: object) -> Reply:
    """Return a document as HVS answers it."""
    return Reply(source="hvs.example:8443/reports", status=200, body=json.dumps(document).encode())


def read(document: object) -> Page[int]:
    """Read a page of numbers."""
    return read_page(answer(document), name="reports", parse=number)


def page(items: list[object] | None, following: str | None = None) -> dict[str, object]:
    """Write a page."""
    return {"reports": items} | ({} if following is None else {"next": following})
