# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps an image from being built, in one sentence that says what to do."""


class ContainerError(Exception):
    """Base of every error of this package."""
