# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Signed tag records: issued by a tag authority, read by the components (RFC 7515, RFC 7519)."""
