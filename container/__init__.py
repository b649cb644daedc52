# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Builds the container image with podman or docker, and a base image where none can be pulled.

Not shipped. ``sbom`` runs inside the build; everything else on the machine that builds.
"""
