# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""gunicorn's own messages, as JSON like all others; no line per request (decisions have theirs)."""

from gunicorn.glogging import Logger as GunicornLogger


class Logger(GunicornLogger):  # type: ignore[misc]  # gunicorn ships no types
    """Leaves the handlers that ``configure_logs`` has set."""

    def setup(self, cfg: object) -> None:
        """Set up nothing: messages go up to the root logger."""

    def access(self, *arguments: object) -> None:
        """Write no access log."""

    def reopen_files(self) -> None:
        """Standard error is never reopened."""

    def close_on_exec(self) -> None:
        """Standard error is inherited."""
