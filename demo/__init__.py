# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The demonstration: pods carried through Bondstone on a real control plane, step by step."""
