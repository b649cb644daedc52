# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Clients of verification services against servers that misbehave, over TLS."""
