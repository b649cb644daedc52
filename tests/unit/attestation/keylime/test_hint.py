# SPDX-FileCopyrightText: The Bondstone authors
# SPDX-License-Identifier: Apache-2.0
"""Hints: read strictly, and only as hints."""

import json

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from attestation.errors import AnswerError
from attestation.keylime.hint import LONGEST, parse_hint
from tests.unit.attestation.keylime.hints import body, message, signed
from tests.unit.attestation.keylime.recorded import EK, FOLDER, recorded


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def test_a_revocation_says_who_and_why() -> None:
    found = parse_hint(body(message()), key=None)
    assert found.agent_id == EK
    assert found.why == "keylime: agent failed its attestation (pcr_validation.missing_pcr_16)"


def test_an_agent_out_of_reach_is_hinted_at_too() -> None:
    text = message(type="comm_error", event_id="internal.verifier.not_reachable")
    found = parse_hint(body(text), key=None)
    assert "is out of its verifier's reach (internal.verifier.not_reachable)" in found.why


@pytest.mark.parametrize("name", ["webhook-revocation", "webhook-comm_error"])
def test_recorded_hints_are_understood_but_for_their_agents_name(name: str) -> None:
    raw = (FOLDER / f"{name}.json").read_bytes()
    with pytest.raises(AnswerError, match="agent_id is no hash"):
        parse_hint(raw, key=None)
    renamed = recorded(name)["msg"].replace("d432fbb3-d2f1-4a97-9ef7-75bd81c00000", EK)
    assert parse_hint(body(renamed, recorded(name)["signature"]), key=None).agent_id == EK


def test_a_signature_is_verified_where_a_key_is_configured(key: rsa.RSAPrivateKey) -> None:
    assert parse_hint(signed(key, message()), key=key.public_key()).agent_id == EK
    tampered = json.loads(signed(key, message()))
    tampered["msg"] = message(event_id="other")
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for raw in (
        body(message()),
        body(message(), "?"),
        json.dumps(tampered).encode(),
        signed(other, message()),
    ):
        with pytest.raises(AnswerError, match="not signed with the key"):
            parse_hint(raw, key=key.public_key())


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        (b"", "not strict JSON"),
        (b"[]", "not an object"),
        (b" " * (LONGEST + 1), "longer than"),
        (b'{"msg": "{}"}', "msg and signature"),
        (b'{"msg": "{}", "signature": "", "more": 1}', "msg and signature"),
        (b'{"msg": {}, "signature": ""}', "msg and signature"),
        (b'{"msg": "{}", "signature": null}', "signature is not a text"),
        (b'{"msg": "{}", "msg": "{}", "signature": ""}', "not strict JSON"),
        (body("not json"), "not strict JSON"),
        (body("[]"), "not an object"),
        (body("{}"), "type is none of"),
        (body(message(type="trusted")), "type is none of"),
        (body(message(type=["revocation"])), "type is none of"),
        (body(message(agent_id=EK.upper())), "agent_id is no hash"),
        (body(message(agent_id=7)), "agent_id is no hash"),
        (body(message(event_id=7)), "event_id is not a text"),
        (body("[" * 101), "more than 64 objects"),
        (body(json.dumps([[]] * 100 + [[[]]])), "more than 64 objects"),
    ],
    ids=range(18),
)
def test_what_is_no_hint_is_refused(raw: bytes, problem: str) -> None:
    with pytest.raises(AnswerError, match=problem):
        parse_hint(raw, key=None)


def test_an_event_is_made_fit_for_people() -> None:
    found = parse_hint(body(message(event_id="\x1b[2J" + "x" * 999)), key=None)
    assert found.why.isprintable()
    assert len(found.why) < 200
    assert parse_hint(body(message(event_id="")), key=None).why.endswith("failed its attestation")
