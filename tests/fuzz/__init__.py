# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Inputs by chance: whatever comes, no 500, no hang, no growth, and nothing bad admitted."""
