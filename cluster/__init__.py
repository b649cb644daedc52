# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Kubernetes API: connection, caches of what decisions rest on, and the hub's writes.

The client library gives credentials and the connection; everything else is raw JSON turned into
small frozen values, because deserialised API models of thousands of nodes cost too much memory.
"""
