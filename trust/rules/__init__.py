# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""One rule, one file: each is a pure function that gives a Finding or nothing."""
