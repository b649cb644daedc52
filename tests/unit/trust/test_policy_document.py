# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""TrustPolicy documents, read strictly."""

from datetime import timedelta

import pytest

from tests.unit.trust.builders import DIGEST, policy, policy_document
from trust.errors import PolicyError
from trust.policy import Mode, TrustLost
from trust.policy_document import parse_policy

EVERY_POD = {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "Exists"}]}
NODES_ONLY = {"encryption": "NotRequired"}


def test_a_complete_document_is_read() -> None:
    read = policy(
        mode="Warn",
        onTrustLost="Evict",
        match={"namespaceSelector": EVERY_POD, "podSelector": {"matchLabels": {"app": "api"}}},
        images={
            "encryption": "Required",
            "keyProviders": ["jwe", "pkcs7", "provider.bondstone"],
            "exempt": [f"registry.example/pause:3@{DIGEST}"],
        },
        nodes={"trust": "Required", "assetTags": {"tier": ["1", "2"]}, "maxReportAge": "1h30m"},
    )
    assert read.mode is Mode.WARN
    assert read.on_trust_lost is TrustLost.EVICT
    assert read.encryption is not None
    assert read.encryption.key_providers == {"jwe", "pkcs7", "provider.bondstone"}
    assert read.encryption.exempt == {f"registry.example/pause@{DIGEST}"}
    assert read.asset_tags == {"tier": frozenset({"1", "2"})}
    assert read.max_report_age == timedelta(hours=1, minutes=30)
    assert read.match.matches(namespace={"kubernetes.io/metadata.name": "any"}, pod={"app": "api"})
    assert not read.match.matches(namespace={"kubernetes.io/metadata.name": "any"}, pod={})


def test_defaults_enforce() -> None:
    read = policy(images=NODES_ONLY, nodes={"trust": "Required"})
    assert read.mode is Mode.ENFORCE
    assert read.on_trust_lost is TrustLost.NO_NEW_PODS
    assert read.max_report_age == timedelta(minutes=5)
    assert read.encryption is None


def test_a_field_that_is_null_is_absent() -> None:
    assert policy(mode=None).mode is Mode.ENFORCE


@pytest.mark.parametrize(
    ("spec", "path"),
    [
        ({"match": {}}, "spec.match.namespaceSelector"),
        ({"match": {"namespaceSelector": {}, "podSelector": {}}}, "spec.match.namespaceSelector"),
        ({"match": {"pods": {}}}, "spec.match.pods"),
        ({"match": 3}, "spec.match"),
        ({"match": {"podSelector": {"matchLabels": {"a b": "c"}}}},
         "spec.match.podSelector.matchLabels.a b"),
        ({"match": {"podSelector": {"matchLabels": {"a": "c d"}}}},
         "spec.match.podSelector.matchLabels.a"),
        ({"match": {"podSelector": {"matchExpressions": [{"key": "a", "operator": "in"}]}}},
         "spec.match.podSelector.matchExpressions[0].operator"),
        ({"match": {"podSelector": {"matchExpressions": [{"key": "?", "operator": "Exists"}]}}},
         "spec.match.podSelector.matchExpressions[0].key"),
        ({"match": {"podSelector": {"matchExpressions": [{"key": "a", "operator": "In"}]}}},
         "spec.match.podSelector.matchExpressions[0].values"),
        ({"match": {"podSelector": {"matchExpressions": [
            {"key": "a", "operator": "Exists", "values": ["b"]}]}}},
         "spec.match.podSelector.matchExpressions[0].values"),
        ({"match": {"podSelector": {"matchExpressions": [{"key": "a", "operator": "In",
          "values": ["!"]}]}}}, "spec.match.podSelector.matchExpressions[0].values[0]"),
        ({"mode": "enforce"}, "spec.mode"),
        ({"mode": 1}, "spec.mode"),
        ({"onTrustLost": "Kill"}, "spec.onTrustLost"),
        ({"imags": {}}, "spec.imags"),
        ({"images": {"encryption": "Required"}}, "spec.images.keyProviders"),
        ({"images": {"encryption": "Required", "keyProviders": []}}, "spec.images.keyProviders"),
        ({"images": {"encryption": "Required", "keyProviders": ["bondstone"]}},
         "spec.images.keyProviders[0]"),
        ({"images": {"encryption": "NotRequired", "keyProviders": ["jwe"]}},
         "spec.images.encryption"),
        ({"images": {"encryption": "Required", "keyProviders": ["jwe"], "exempt": ["pause:3"]}},
         "spec.images.exempt[0]"),
        ({"images": {"encryption": "Required", "keyProviders": ["jwe"], "exempt": ["P:"]}},
         "spec.images.exempt[0]"),
        ({"images": {}}, "spec.images.encryption"),
        ({"nodes": {}}, "spec.nodes.trust"),
        ({"nodes": {"trust": True}}, "spec.nodes.trust"),
        ({"nodes": {"trust": "NotRequired", "assetTags": {"a": ["b"]}}}, "spec.nodes.assetTags"),
        ({"nodes": {"trust": "Required", "assetTags": {"a": []}}}, "spec.nodes.assetTags.a"),
        ({"nodes": {"trust": "Required", "assetTags": {"a": [""]}}}, "spec.nodes.assetTags.a"),
        ({"nodes": {"trust": "Required", "assetTags": {"a": "b"}}}, "spec.nodes.assetTags.a"),
        ({"nodes": {"trust": "Required", "assetTags": {"a/b": ["c"]}}},
         "spec.nodes.assetTags.a/b"),
        ({"nodes": {"trust": "Required", "maxReportAge": "5"}}, "spec.nodes.maxReportAge"),
        ({"nodes": {"trust": "Required", "sources": ["HVS"]}}, "spec.nodes.sources[0]"),
        ({"nodes": {"trust": "Required", "sources": ["a.b"]}}, "spec.nodes.sources[0]"),
        ({"nodes": {"trust": "NotRequired", "sources": ["hvs"]}}, "spec.nodes.sources"),
        ({"nodes": {"trust": "Required", "maxReportAge": "0s"}}, "spec.nodes.maxReportAge"),
        ({"nodes": {"trust": "Required", "maxReportAge": "-5m"}}, "spec.nodes.maxReportAge"),
        ({"nodes": {"trust": "Required", "maxAge": "5m"}}, "spec.nodes.maxAge"),
        ({"images": NODES_ONLY, "nodes": {"trust": "NotRequired"}}, "spec.nodes.trust"),
    ],
    ids=str,
)  # fmt: skip
def test_an_error_names_the_field(spec: dict[str, object], path: str) -> None:
    with pytest.raises(PolicyError) as caught:
        policy(**spec)
    assert caught.value.path == path
    assert str(caught.value).startswith(path)


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"apiVersion": "bondstone.dev/v1"}, "apiVersion"),
        ({"kind": "Policy"}, "kind"),
        ({"metadata": {}}, "metadata.name"),
        ({"extra": 1}, "extra"),
        ({"spec": None}, "spec"),
    ],
)
def test_the_envelope_is_read_strictly_too(change: dict[str, object], path: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_policy({**policy_document(), **change})
    assert caught.value.path == path


def test_status_is_ours_to_write_and_is_not_read() -> None:
    assert parse_policy({**policy_document(), "status": {"violations": 3}}) == policy()
