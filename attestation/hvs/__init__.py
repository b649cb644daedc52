# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Intel ISecL Host Verification Service (HVS): bulk reports in JSON, signed ones in SAML."""
