# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stories of nodes that real Keylime attests, each with a TPM in software."""
