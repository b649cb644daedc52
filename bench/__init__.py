# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Figures, each as a ratio against an echo of the same bytes through the same stack in one run."""
