# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Compact JWS, as strict as can be."""

import base64
import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attestation.tags.errors import MalformedError, WrongKeyError
from attestation.tags.jws import Kind, sign, unverified, verified
from tests.unit.attestation.tags.builders import KEY, OTHER_KEY, public_pem

KIND = Kind(typ="bondstone-tags+jwt", limit=2000)
CLAIMS = {"iss": "tag desk", "n": 1}
TEXT = sign(CLAIMS, kind=KIND, key=KEY)
HEADER = {"alg": "ES256", "kid": KEY.thumbprint, "typ": KIND.typ}


def encoded(raw: bytes | str) -> str:
    content = raw.encode() if isinstance(raw, str) else raw
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def put_together(header: object, claims: object = CLAIMS, signature: str = "") -> str:
    """Return a text with this header; texts are taken as they are."""
    parts = (each if isinstance(each, str) else json.dumps(each) for each in (header, claims))
    return ".".join([*map(encoded, parts), signature or TEXT.split(".")[2]])


def test_what_is_signed_can_be_read() -> None:
    assert verified(TEXT, kind=KIND, keys=KEY.public_keys) == CLAIMS
    assert unverified(TEXT, kind=KIND).thumbprint == KEY.thumbprint
    header = json.loads(base64.urlsafe_b64decode(TEXT.split(".")[0] + "=="))
    assert header == HEADER


def test_one_of_several_keys_is_enough() -> None:
    both = {**OTHER_KEY.public_keys, **KEY.public_keys}
    assert verified(TEXT, kind=KIND, keys=both) == CLAIMS


def test_another_key_is_not_the_authority() -> None:
    with pytest.raises(WrongKeyError, match=f"names the key {KEY.thumbprint}, which is not"):
        verified(TEXT, kind=KIND, keys=OTHER_KEY.public_keys)


def test_a_name_of_a_key_is_no_signature_of_it() -> None:
    forged = {KEY.thumbprint: OTHER_KEY.key.public_key()}
    with pytest.raises(WrongKeyError, match="its signature is not that of the key"):
        verified(TEXT, kind=KIND, keys=forged)


def test_changed_claims_are_not_signed() -> None:
    with pytest.raises(WrongKeyError, match="its signature is not"):
        verified(put_together(HEADER, {"iss": "somebody", "n": 1}), kind=KIND, keys=KEY.public_keys)


def test_the_public_key_is_no_secret_of_hs256() -> None:
    header = {**HEADER, "alg": "HS256"}
    signed = ".".join(put_together(header).split(".")[:2])
    tag = hmac.new(public_pem(KEY), signed.encode(), hashlib.sha256).digest()
    with pytest.raises(MalformedError, match="its algorithm is not ES256"):
        verified(f"{signed}.{encoded(tag)}", kind=KIND, keys=KEY.public_keys)


@pytest.mark.parametrize("algorithm", ["none", "None", "ES384", "RS256", "es256", None, 1])
def test_only_es256_is_an_algorithm(algorithm: object) -> None:
    text = put_together({**HEADER, "alg": algorithm})
    with pytest.raises(MalformedError, match="its algorithm is not ES256"):
        verified(text, kind=KIND, keys=KEY.public_keys)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "no compact JWS"),
        (TEXT + "\n", "no compact JWS"),
        (TEXT + "=", "no compact JWS"),
        (TEXT.rpartition(".")[0], "no compact JWS"),
        (TEXT.rpartition(".")[0] + ".", "no compact JWS"),
        (TEXT + ".AA", "no compact JWS"),
        (TEXT.replace(".", "..", 1), "no compact JWS"),
        ("A" * 2001, "longer than 2000 characters"),
        (f"{'A' * 600}.AA.AA", "no compact JWS"),
        ("A.AA.AA", "its header is not in base64url"),
        ("AA.AA.AA", "its header is no strict JSON"),
        (put_together("[]"), "its header is no object"),
        (put_together({**HEADER, "typ": "JWT"}), "its type is not bondstone-tags"),
        (put_together({"alg": "ES256", "kid": "x"}), "its type is not"),
        (put_together({"alg": "ES256", "typ": KIND.typ}), "must have alg, typ and kid"),
        (put_together({**HEADER, "kid": 1}), "must have alg, typ and kid"),
        (put_together({**HEADER, "crit": ["b64"], "b64": False}), "nothing besides"),
        (put_together({**HEADER, "jku": "https://x.example/keys"}), "nothing besides"),
        (put_together('{"alg":"ES256","alg":"none"}'), "its header is no strict JSON"),
        (put_together(HEADER, '{"n":1,"n":2}'), "its claims is no strict JSON"),
        (put_together(HEADER, '{"n":NaN}'), "its claims is no strict JSON"),
        (put_together(HEADER, '\ufeff{"n":1}'), "its claims is no strict JSON"),
        (put_together(HEADER, "[" * 700), "its claims is no strict JSON"),
        (put_together(HEADER, "[1]"), "its claims is no object"),
    ],
)
def test_what_two_parsers_might_read_differently_is_refused(text: str, problem: str) -> None:
    with pytest.raises(MalformedError, match=problem):
        unverified(text, kind=KIND)
    with pytest.raises(MalformedError, match=problem):
        verified(text, kind=KIND, keys=KEY.public_keys)


@given(st.one_of(st.text(), st.text(alphabet="eyJ0.-_AZaz09"), st.from_regex(r"e\w*\.e\w*\.\w+")))
def test_no_text_of_a_stranger_is_signed_or_stumbles_the_reader(text: str) -> None:
    with pytest.raises((MalformedError, WrongKeyError)):
        verified(text, kind=KIND, keys=KEY.public_keys)


@given(st.integers(min_value=0, max_value=len(TEXT) - 1), st.sampled_from("AZaz09-_."))
def test_no_character_can_be_changed(place: int, character: str) -> None:
    changed = TEXT[:place] + character + TEXT[place + 1 :]
    last = place == len(TEXT) - 1  # its lowest bits stand for nothing (RFC 4648 §3.5)
    if changed != TEXT and not last:
        with pytest.raises((MalformedError, WrongKeyError)):
            verified(changed, kind=KIND, keys=KEY.public_keys)
