# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The admission webhook: ``/mutate`` pins and places protected pods, ``/validate`` guards them."""
