# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The Keylime client over TLS, against simulated servers and a real Keylime."""
