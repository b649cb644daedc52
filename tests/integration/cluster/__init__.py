# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Caches against an API server that misbehaves, and against the real one."""
