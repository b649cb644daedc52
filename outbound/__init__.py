# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Connections to servers of others: bounded in time, and reasons as people say them."""
