# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Tests of what is believed of Keylime's answers: values in, values out."""
