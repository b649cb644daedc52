# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The scheduler extender: which nodes may take a pod, and where others may be evicted for it."""
