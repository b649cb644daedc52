# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""``python -m cli``: the same as ``bondstone``."""

from cli.main import main

if __name__ == "__main__":
    main()
