# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The HVS client over real TLS, against a simulator that can misbehave."""
