# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""A small component under gunicorn and TLS, as a process of its own."""
