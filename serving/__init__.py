# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""HTTP, TLS, metrics, logs and settings of every component; it knows no meaning."""
