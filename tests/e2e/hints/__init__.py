# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Stories of hints: Keylime's verifier tells the hub, and everybody learns of it by a watch."""
