# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Looked at before an installation (preflight) and after it (status): told, never changed."""
