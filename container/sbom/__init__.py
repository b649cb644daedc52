# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The bill of materials of the image (CycloneDX 1.6), written while it is built.

Runs in the image's builder stage on the base's Python, so that it needs nothing but the standard
library and ``packaging``.
"""
