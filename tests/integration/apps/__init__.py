# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The components as processes: how they start, and how they answer over TLS."""
