# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""HTTP over TLS to verification services: bounded in size and time, verified on both sides."""
