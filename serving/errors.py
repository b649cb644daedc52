# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What serving can refuse: settings before the start, requests after it."""


class ServingError(Exception):
    """Base of every error of this package."""


class SettingsError(ServingError):
    """The component cannot start as it is set up; the text says what to change."""


class BadRequestError(ServingError):
    """The request cannot be answered; ``status`` is the HTTP status (RFC 9110)."""

    def __init__(self, problem: str, *, status: int = 400) -> None:
        self.status = status
        super().__init__(problem)
