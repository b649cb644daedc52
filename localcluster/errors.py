# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What keeps a local control plane from running, in one sentence that says what to do."""


class LocalClusterError(Exception):
    """Base of every error of this package."""
