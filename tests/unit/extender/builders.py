# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What tests read out of judgements."""

from extender.judging import Judged


def codes_of(judged: Judged) -> frozenset[str]:
    """Return the codes of all refusals."""
    return frozenset(code for refusal in judged.refused.values() for code in refusal.codes)
