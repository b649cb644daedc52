# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Asset tags that a tag authority binds to a TPM, on a real control plane."""
