# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What was heard is knowledge for a while."""

from cluster.contact import STALE_SECONDS, Contact
from cluster.errors import ForbiddenError, GoneError, NotFoundError


def test_what_is_not_confirmed_for_too_long_is_no_knowledge_any_more() -> None:
    now = [0.0]
    contact = Contact("policies", lambda: now[0])
    assert not contact.recent
    assert contact.problem() == "policies have not been listed yet"
    contact.mend()
    assert contact.recent
    contact.lose(ForbiddenError("403 told to watch"))
    now[0] = STALE_SECONDS - 1
    assert contact.problem() is None
    now[0] = STALE_SECONDS
    assert not contact.recent
    assert contact.problem() == "policies: nothing was heard for 150 s: 403 told to watch"
    contact.hear()
    assert contact.recent


def test_before_the_first_list_the_reason_is_told() -> None:
    contact = Contact("trustpolicies", lambda: 0.0)
    contact.lose(GoneError("410"))
    assert contact.problem() == "trustpolicies have not been listed yet"
    contact.lose(NotFoundError("404"))
    assert "apply Bondstone's manifests" in (contact.problem() or "")
