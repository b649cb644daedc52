# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""How far property tests search: the same examples each time, or new ones with EXPLORE.

The same ones are few enough that `make unit` takes seconds; fuzz, which takes longer, is among the
integration tests.
"""

import os

from hypothesis import settings

settings.register_profile("same", max_examples=100, deadline=None, derandomize=True)
settings.register_profile(
    "explore", max_examples=5_000, deadline=None, derandomize=False, print_blob=True
)
settings.load_profile("explore" if os.environ.get("EXPLORE") else "same")
