# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The manifests that are shipped: all that can be rendered of them."""
