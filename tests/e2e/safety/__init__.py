# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Installing, upgrading and removing in the documented order, watched by a client all the time."""
