# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Issues the certificates of Bondstone's own hops and rotates them, where nothing else does."""
