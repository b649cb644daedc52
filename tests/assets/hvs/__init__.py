# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Bodies of HVS and AAS as they were recorded or documented (isecl.md §5), shortened."""
