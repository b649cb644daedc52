# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Names that Kubernetes takes, and those that we write."""

import pytest

from trust import names
from trust.names import is_dns_name, is_label_key, is_label_name, is_label_value

GOOD = ["a", "A1", "a-b_c.d", "0", "x" * 63]
BAD = ["", "-a", "a-", "_a", "a.", ".", "a b", "a/b", "ä", "a\n", "x" * 64]
PREFIXES = ["example", "a.example", "a-b.0.example", "x" * 63 + ".example", "a." * 125 + "exa"]
BAD_PREFIXES = ["", "Example", "a_b", "-a", "a-", "a..b", ".a", "a.", "a/b", "a." * 127]


@pytest.mark.parametrize("text", GOOD)
def test_a_name_is_a_label_name_key_and_value(text: str) -> None:
    assert is_label_name(text)
    assert is_label_value(text)
    assert is_label_key(text)
    assert all(is_label_key(f"{prefix}/{text}") for prefix in PREFIXES)


@pytest.mark.parametrize("text", BAD)
def test_what_is_no_name_is_none_of_them(text: str) -> None:
    assert not is_label_name(text)
    assert not is_label_value(text)
    assert not is_label_key(f"example/{text}")


@pytest.mark.parametrize("prefix", BAD_PREFIXES)
def test_a_prefix_must_be_a_domain_name(prefix: str) -> None:
    assert not is_label_key(f"{prefix}/a")


def test_a_prefix_may_have_253_characters_and_no_more() -> None:
    longest = ".".join(["x" * 63] * 3 + ["x" * 61])
    assert len(longest) == 253
    assert is_label_key(f"{longest}/a")
    assert not is_label_key(f"{longest}x/a")
    assert is_label_key("x" * 253 + "/a")  # no domain name, and Kubernetes takes it all the same


def test_our_names_are_names_that_kubernetes_takes() -> None:
    keys = [names.TRUSTED_LABEL, names.TAG_PREFIX + "region", names.PROTECTED_LABEL]
    keys += [names.TAGS_ANNOTATION, names.NUDGE_ANNOTATION, names.ATTESTED_CONDITION]
    assert all(is_label_key(key) for key in keys)


def test_kubelets_may_not_write_what_the_scheduler_searches_by() -> None:
    for key in (names.TRUSTED_LABEL, names.TAG_PREFIX):
        assert key.partition("/")[0].endswith(".node-restriction.kubernetes.io")


def test_the_prefix_of_a_key_is_a_dns_name() -> None:
    assert all(is_dns_name(text) for text in PREFIXES)
    assert not any(is_dns_name(text) for text in (*BAD_PREFIXES, "x" * 64))
