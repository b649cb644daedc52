# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""AdmissionReviews on the wire."""

import pytest

from tests.unit.webhook.builders import pod, review
from webhook.errors import ReviewError
from webhook.review import parse_review


def test_a_review_is_read() -> None:
    parsed = parse_review(review(pod(), dryRun=True, subResource="ephemeralcontainers"))
    assert (parsed.uid, parsed.namespace, parsed.operation) == ("u-1", "payments", "CREATE")
    assert (parsed.dry_run, parsed.subresource, parsed.user) == (
        True,
        "ephemeralcontainers",
        "alice",
    )
    assert parsed.old_document is None


@pytest.mark.parametrize(
    "body",
    [
        None,
        [],
        {},
        {**review(pod()), "apiVersion": "admission.k8s.io/v1beta1"},
        {**review(pod()), "kind": "Pod"},
        {**review(pod()), "request": None},
        review(pod(), uid=""),
        review(pod(), uid=1),
        review(pod(), namespace=None),
        review(pod(), operation="DELETE"),
        review(pod(), operation="UPDATE"),
        review(pod(), resource="pods"),
        review(pod(), subResource=1),
        review(pod(), userInfo=None),
        review({}, object=None),
        review({}, object=[]),
    ],
    ids=range(16),
)
def test_what_is_no_review_is_an_error(body: object) -> None:
    with pytest.raises(ReviewError):
        parse_review(body)
