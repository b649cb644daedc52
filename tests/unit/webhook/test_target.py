# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""What a review is about, found in its head as the API server writes it."""

import pytest

from webhook.target import target_of

HEAD = (
    '{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u-1",'
    '"kind":{"group":"apps","version":"v1","kind":"Deployment"},'
    '"resource":{"group":"apps","version":"v1","resource":"deployments"},"requestKind":{'
)


def test_what_the_api_server_writes_is_found() -> None:
    assert target_of(HEAD.encode()) == "deployments.apps"
    assert target_of(HEAD.replace(",", " ,\n ").encode()) == "deployments.apps"
    core = HEAD.replace('"resource":{"group":"apps"', '"resource":{"group":""')
    assert target_of(core.replace("deployments", "pods").encode()) == "pods"


@pytest.mark.parametrize(
    "head",
    [
        "",
        "[" + HEAD,
        HEAD.replace('"uid":"u-1",', '"uid":"u-1","object":{},'),
        HEAD.replace("requestKind", "subResource"),
        HEAD.replace('"resource":{', '"oldObject":{'),
        HEAD.replace("deployments", "Deployments"),
        HEAD.replace('"uid":"u-1",', '"uid":"u-1",' + " " * 5000),
        HEAD[: HEAD.index('"requestKind') - 1],
    ],
)
def test_anything_else_is_about_nothing_that_is_known(head: str) -> None:
    assert target_of(head.encode()) is None
