# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Specs of TrustPolicies that the API server and our parser must judge alike."""

from typing import Any

DIGEST = "sha256:" + "a" * 64
ALL = {"matchExpressions": [{"key": "kubernetes.io/metadata.name", "operator": "Exists"}]}
IMAGES: dict[str, Any] = {"encryption": "Required", "keyProviders": ["jwe"]}
NODES: dict[str, Any] = {"trust": "Required"}
MATCH: dict[str, Any] = {"namespaceSelector": {"matchLabels": {"team": "a"}}}
EXISTS = {"operator": "Exists"}
LONGEST_KEY = "p" * 253 + "/" + "n" * 63
BAD_KEYS = {
    "name too long": "n" * 64,
    "empty part of a prefix": "a..b/c",
    "hyphen at the end of a part": "a-.b/c",
    "prefix too long": "p" * 254 + "/c",
    "no prefix": "/c",
}


def spec(**changes: object) -> dict[str, Any]:
    """Return a good spec with some parts changed."""
    return {"match": MATCH, "images": IMAGES, "nodes": NODES, **changes}


def expression(**fields: object) -> dict[str, Any]:
    """Return a match of one expression."""
    return {"namespaceSelector": {"matchExpressions": [{"key": "a", **fields}]}}


def exempt(*images: str) -> dict[str, Any]:
    """Return a spec with exemptions."""
    return spec(images={**IMAGES, "exempt": list(images)})


GOOD: dict[str, dict[str, Any]] = {
    "all options": spec(
        mode="Audit",
        match={"namespaceSelector": ALL, "podSelector": {"matchLabels": {"a.b/c": ""}}},
        images={**IMAGES, "exempt": [f"registry.example/pause@{DIGEST}"]},
        nodes={"trust": "Required", "assetTags": {"region": ["EU"]}, "maxReportAge": "1h30m"},
        onTrustLost="ReportOnly",
    ),
    "exempt names": exempt(
        f"pause@{DIGEST}",
        f"team/a__b-c/pause:1.0@{DIGEST}",
        f"localhost/pause@sha512:{'a' * 128}",
        f"Registry.example:5000/pause@{DIGEST}",
        f"[::1]:65535/pause:v1@{DIGEST}",
    ),
    "images only": spec(nodes={"trust": "NotRequired"}),
    "nodes only": spec(images={"encryption": "NotRequired"}),
    "pods only": spec(match={"podSelector": {"matchLabels": {"a": "b"}}}),
    "not in": spec(match=expression(operator="NotIn", values=["x"])),
    "in a blank value": spec(match=expression(operator="In", values=["prod", ""])),
    "a value twice": spec(match=expression(operator="In", values=["x", "x"])),
    "longest key": spec(match=expression(key=LONGEST_KEY, operator="Exists")),
    "longest key of a label": spec(match={"podSelector": {"matchLabels": {LONGEST_KEY: "x"}}}),
    "longest value": spec(match=expression(operator="In", values=["x" * 63])),
}
BAD: dict[str, dict[str, Any]] = {
    "empty match": spec(match={}),
    "empty selector": spec(match={"namespaceSelector": {}}),
    "empty labels": spec(match={"namespaceSelector": {"matchLabels": {}}, "podSelector": {}}),
    "label key": spec(match={"namespaceSelector": {"matchLabels": {"a b": "c"}}}),
    "label value": spec(match={"namespaceSelector": {"matchLabels": {"a": "-c-"}}}),
    "expression key": spec(match=expression(key="a b", operator="Exists")),
    **{
        f"{where}, {name}": spec(match=match)
        for name, key in BAD_KEYS.items()
        for where, match in {
            "label": {"namespaceSelector": {"matchLabels": {key: "x"}}},
            "expression": expression(key=key, operator="Exists"),
            "pods": {**MATCH, "podSelector": {"matchExpressions": [{"key": key, **EXISTS}]}},
        }.items()
    },
    "value with a blank": spec(match=expression(operator="In", values=["EU "])),
    "value that no label has": spec(match=expression(operator="NotIn", values=["!"])),
    "value too long": spec(match=expression(operator="In", values=["x" * 64])),
    "in nothing": spec(match=expression(operator="In")),
    "exists with values": spec(match=expression(operator="Exists", values=["x"])),
    "no providers": spec(images={"encryption": "Required"}),
    "empty providers": spec(images={"encryption": "Required", "keyProviders": []}),
    "bad provider": spec(images={"encryption": "Required", "keyProviders": ["pgp"]}),
    "exempt tag": spec(images={**IMAGES, "exempt": ["registry.example/pause:1"]}),
    "exempt without a host that is one": exempt(f"a_b.c/x@{DIGEST}"),
    "exempt capitals": exempt(f"Bad Name@{DIGEST}"),
    "exempt empty part": exempt(f"a//b@{DIGEST}"),
    "exempt no name": exempt(f"@{DIGEST}"),
    "exempt two digests": exempt(f"x@{DIGEST}@{DIGEST}"),
    "exempt capitals in the repository": exempt(f"registry.example/Pause@{DIGEST}"),
    "exempt bad tag": exempt(f"registry.example/pause:-@{DIGEST}"),
    "exempt port": exempt(f"registry.example:65536/pause@{DIGEST}"),
    "exempt identifier": exempt(f"{'a' * 64}@{DIGEST}"),
    "exempt line": exempt(f"x@{DIGEST}\n"),
    "exempt of nothing": spec(images={"encryption": "NotRequired", "exempt": [f"x@{DIGEST}"]}),
    "providers of nothing": spec(images={**IMAGES, "encryption": "NotRequired"}),
    "long provider": spec(images={**IMAGES, "keyProviders": [f"provider.{'a' * 64}"]}),
    "age out of order": spec(nodes={"trust": "Required", "maxReportAge": "5m1h"}),
    "exempt short digest": spec(images={**IMAGES, "exempt": ["x@sha256:abc"]}),
    "no age": spec(nodes={"trust": "Required", "maxReportAge": ""}),
    "zero age": spec(nodes={"trust": "Required", "maxReportAge": "0s"}),
    "age without unit": spec(nodes={"trust": "Required", "maxReportAge": "5"}),
    "tag key": spec(nodes={"trust": "Required", "assetTags": {"re gion": ["EU"]}}),
    "tag value": spec(nodes={"trust": "Required", "assetTags": {"region": ["E U"]}}),
    "tag without value": spec(nodes={"trust": "Required", "assetTags": {"region": []}}),
    "tags without trust": spec(nodes={"trust": "NotRequired", "assetTags": {"region": ["EU"]}}),
    "nothing": spec(images={"encryption": "NotRequired"}, nodes={"trust": "NotRequired"}),
    "unknown field": spec(node={}),
    "unknown mode": spec(mode="enforce"),
}
