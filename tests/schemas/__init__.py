# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Schemas of the kinds that our manifests have, for each supported minor of Kubernetes."""
