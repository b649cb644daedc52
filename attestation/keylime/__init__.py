# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Keylime as a verification service (REST API 2.1 to 2.6 of its verifier and registrar)."""
