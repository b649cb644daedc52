# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What the core raises: documents that break their schema. Refusals are values, not errors."""


class TrustError(Exception):
    """Base of every error of this package."""


class DocumentError(TrustError):
    """A document is not what its schema promises; the text starts with the field's path."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        self.problem = problem
        super().__init__(f"{path}: {problem}")


class PolicyError(DocumentError):
    """The document is not a TrustPolicy."""


class PodError(DocumentError):
    """The document is not a Pod that can be judged."""


class ReportError(DocumentError):
    """The document is not a set of Reports."""


class TagRecordError(DocumentError):
    """The document has not the claims of a tag record, or of a list of revoked ones."""


class ImageReferenceError(TrustError):
    """The text is not an image reference of the distribution grammar."""
