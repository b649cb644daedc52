# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Verification services: one Protocol, a keeper of the newest Snapshot, and the sources."""
