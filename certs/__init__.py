# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Certificates for trials: one CA, serving pairs for us, client pairs for those who call us.

A cluster that is meant to last takes its certificates from cert-manager; this package is for the
first hour, for tests and for the throw-away control plane.
"""
