# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps manifests from being checked at all."""


class CheckError(Exception):
    """A file is not what it must be; the text names file, line or field.

    Args:
        text: For people.
        file: The file, or what stands for it.
    """

    def __init__(self, text: str, *, file: str) -> None:
        self.file = file
        super().__init__(text)


class PolicyFileError(CheckError):
    """A file of policies is read, and what it says is no policy."""
