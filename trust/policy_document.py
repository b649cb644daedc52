# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""The TrustPolicy document, read strictly."""

import re
from collections.abc import Mapping

from trust.document import Fields
from trust.errors import ImageReferenceError, PolicyError
from trust.names import is_label_name, is_label_value, is_source_name
from trust.policy import (
    DEFAULT_MAX_REPORT_AGE,
    EncryptionNeed,
    Match,
    Mode,
    TrustLost,
    TrustPolicy,
)
from trust.reference import parse_reference
from trust.selector import parse_selector

_REQUIRED = ("Required", "NotRequired")
_KEY_PROVIDER = re.compile(r"jwe|pkcs7|provider\.[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")


def parse_policy(document: Mapping[str, object]) -> TrustPolicy:
    """Read a TrustPolicy.

    Raises:
        PolicyError: Anything unknown, missing, empty or contradictory, with the field's path.
    """
    fields = Fields(document, path="", error=PolicyError)
    fields.head("TrustPolicy")
    name = fields.fields("metadata").take("name", str)
    spec = fields.fields("spec")
    fields.take("status", dict, {})
    fields.end()
    policy = _spec(name, spec)
    spec.end()
    return policy


def _spec(name: str, spec: Fields) -> TrustPolicy:
    mode = Mode(spec.choice("mode", tuple(mode.value for mode in Mode), Mode.ENFORCE.value))
    match = parse_match(spec.fields("match"))
    encryption = _images(spec.fields("images"))
    nodes = spec.fields("nodes")
    trust_required = nodes.choice("trust", _REQUIRED) == "Required"
    asset_tags = _asset_tags(nodes.fields("assetTags", optional=True))
    if asset_tags and not trust_required:
        raise nodes.fail("assetTags", "tags count on trusted nodes only: set trust to Required")
    sources = _sources(nodes)
    if sources and not trust_required:
        raise nodes.fail("sources", "sources vouch for trusted nodes only: set trust to Required")
    max_report_age = nodes.duration("maxReportAge", DEFAULT_MAX_REPORT_AGE)
    nodes.end()
    if encryption is None and not trust_required:
        raise spec.fail("nodes.trust", "this policy requires nothing of images and of nodes")
    lost = spec.choice(
        "onTrustLost", tuple(lost.value for lost in TrustLost), TrustLost.NO_NEW_PODS.value
    )
    return TrustPolicy(
        name=name,
        mode=mode,
        match=match,
        encryption=encryption,
        trust_required=trust_required,
        asset_tags=asset_tags,
        max_report_age=max_report_age,
        on_trust_lost=TrustLost(lost),
        sources=sources,
    )


def parse_match(fields: Fields) -> Match:
    """Read spec.match; both selectors empty is an error, because nobody means it."""
    match = Match(
        namespaces=parse_selector(fields.fields("namespaceSelector", optional=True)),
        pods=parse_selector(fields.fields("podSelector", optional=True)),
    )
    fields.end()
    if not match.namespaces.requirements and not match.pods.requirements:
        raise fields.fail(
            "namespaceSelector",
            "both selectors are empty; to mean every pod, write matchExpressions: "
            "[{key: kubernetes.io/metadata.name, operator: Exists}]",
        )
    return match


def _images(fields: Fields) -> EncryptionNeed | None:
    required = fields.choice("encryption", _REQUIRED) == "Required"
    providers = fields.strings("keyProviders")
    for index, provider in enumerate(providers):
        if not _KEY_PROVIDER.fullmatch(provider):
            raise fields.fail(
                f"keyProviders[{index}]", f"{provider!r} is not jwe, pkcs7 or provider.<name>"
            )
    exempt = frozenset(
        _exempt(fields, index, text) for index, text in enumerate(fields.strings("exempt"))
    )
    fields.end()
    if required and not providers:
        raise fields.fail(
            "keyProviders", "must name whose wrapped keys count: jwe, pkcs7 or provider.<name>"
        )
    if not required and (providers or exempt):
        raise fields.fail("encryption", "keyProviders and exempt mean nothing with NotRequired")
    return EncryptionNeed(key_providers=frozenset(providers), exempt=exempt) if required else None


def _exempt(fields: Fields, index: int, text: str) -> str:
    try:
        reference = parse_reference(text)
    except ImageReferenceError as exc:
        raise fields.fail(f"exempt[{index}]", str(exc)) from exc
    if reference.digest is None:
        raise fields.fail(f"exempt[{index}]", f"{text!r} needs a digest: name@sha256:…")
    return f"{reference.name}@{reference.digest}"


def _sources(fields: Fields) -> frozenset[str]:
    names = fields.strings("sources")
    for index, name in enumerate(names):
        if not is_source_name(name):
            raise fields.fail(f"sources[{index}]", f"{name!r} is not the name of a source")
    return frozenset(names)


def _asset_tags(fields: Fields) -> Mapping[str, frozenset[str]]:
    tags = {}
    for key, values in fields.rest().items():
        if not is_label_name(key):
            raise fields.fail(key, "is not the name of a tag")
        if not isinstance(values, list) or not values:
            raise fields.fail(key, "must be a list of allowed values that is not empty")
        for value in values:
            if not isinstance(value, str) or not is_label_value(value):
                raise fields.fail(key, f"{value!r} is not a value of a tag")
        tags[key] = frozenset(values)
    return tags
