# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""X.509: a certificate authority, and the certificates that Bondstone's hops need."""
