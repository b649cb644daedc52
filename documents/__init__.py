# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Files that people write: YAML or JSON, bounded, and read in one way only."""
