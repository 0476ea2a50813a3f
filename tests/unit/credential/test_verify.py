"""Properties of the verdict: it never raises, no flipped bit is green, no clock turns red or ended into green."""

from __future__ import annotations

import functools
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.credential import base45, qr_text
from server.credential.registry_digests import Digests
from server.credential.root import Trust
from server.credential.verdict import COLOURS, Verdict
from server.credential.verify import Held, verify, verify_number
from tests.vectors import reader, world

TEN_YEARS = 3_650 * 86_400
ANY_TEXT = st.text(st.characters(), max_size=200)  # lone surrogates too
OURS = world.ISSUER.upper() + "/V#"


def states_of(trust: Trust, **changes: Any) -> dict[str, Held]:
    return reader.read_states([world.held(world.seal(), **changes)], trust)


@functools.cache
def ordinary() -> tuple[bytes, Trust, dict[str, Held]]:
    trust = reader.read_trust(world.trust())
    return world.seal(), trust, states_of(trust)


def ask(text: str, *, device_now: int = world.NOW) -> Verdict:
    _, trust, states = ordinary()
    return verify(text, trust=trust, states=states, device_now=device_now, document_number="AB 1")


def check(verdict: Verdict) -> None:
    assert verdict.colour in (COLOURS[verdict.code], "amber")
    verdict.as_dict()


@given(
    ANY_TEXT
    | ANY_TEXT.map(lambda rest: OURS + rest)
    | st.integers(1, 10**4300).map(lambda number: OURS + str(number % 10**4296))
    | st.binary(max_size=600).map(lambda data: OURS + str(int.from_bytes(b"\x02" + data, "big")))
    | st.binary(max_size=600).map(lambda data: OURS + str(int.from_bytes(b"\x02\xd2\x84" + data, "big")))
    | st.text(base45.ALPHABET, max_size=300)
)
def test_verify_answers_any_text(text: str) -> None:
    verdict = ask(text)
    check(verdict)
    assert verdict.colour != "green"


@given(ANY_TEXT)
def test_verify_number_answers_any_text(number: str) -> None:
    _, trust, states = ordinary()
    verdict = verify_number(number, trust=trust, states=states, device_now=world.NOW)
    check(verdict)
    assert verdict.colour != "green"


@pytest.mark.parametrize(
    "text", [OURS + "9" * 2_000_000, "/" * 2_000_000, "A" * 2_000_000, "https://" + "a" * 2_000_000, "\ud800" * 10**6]
)
def test_huge_texts_are_answered(text: str) -> None:
    check(ask(text))
    _, trust, states = ordinary()
    assert verify_number(text, trust=trust, states=states, device_now=0).code == "malformed"


def test_every_flipped_bit_is_not_green() -> None:
    sealed = ordinary()[0]
    assert ask(world.text(sealed)).code == "valid"
    for position in range(len(sealed) * 8):
        changed = bytearray(sealed)
        changed[position // 8] ^= 1 << position % 8
        text = OURS + str(int.from_bytes(b"\x02" + changed, "big"))
        assert ask(text).colour != "green", position


@given(st.integers(0, 10**9), st.binary(min_size=1, max_size=8))
def test_changed_bytes_are_not_green(position: int, patch: bytes) -> None:
    sealed = ordinary()[0]
    start = position % len(sealed)
    changed = sealed[:start] + patch + sealed[start + len(patch) :]
    if changed != sealed:
        verdict = ask(OURS + str(int.from_bytes(b"\x02" + changed, "big")))
        check(verdict)
        assert verdict.colour != "green"


@pytest.mark.parametrize(
    "changes",
    [
        {"statuses": {world.IDX: 1}},
        {"statuses": {world.IDX: 12}},
        {"statuses": {world.IDX: 3}},
        {"basis": 1, "published_day": world.DAY},
        {"entries": {world.IDX: world.filler(world.IDX)}},
        {"basis": 3},
    ],
)
@settings(max_examples=60)
@given(offset=st.integers(-TEN_YEARS, TEN_YEARS), by_number=st.booleans())
def test_no_clock_turns_red_or_ended_into_green(changes: dict[str, Any], offset: int, by_number: bool) -> None:
    trust, states = _prepared(repr(sorted(changes.items())), lambda trust: states_of(trust, **changes))
    if by_number:
        verdict = verify_number(world.claims().number, trust=trust, states=states, device_now=world.NOW + offset)
    else:
        verdict = verify(world.text(world.seal()), trust=trust, states=states, device_now=world.NOW + offset)
    assert verdict.colour != "green"
    if changes.get("statuses") == {world.IDX: 1}:
        assert verdict.code == "revoked"


_PREPARED: dict[str, tuple[Trust, dict[str, Held]]] = {}


def _prepared(name: str, make: Any) -> tuple[Trust, dict[str, Held]]:
    if name not in _PREPARED:
        trust = reader.read_trust(world.trust())
        _PREPARED[name] = trust, make(trust)
    return _PREPARED[name]


@given(st.integers(-(2**53), 2**53))
def test_a_valid_paper_is_never_red_by_any_clock(device_now: int) -> None:
    verdict = ask(world.text(ordinary()[0]), device_now=device_now)
    assert verdict.code in ("valid", "valid_stale")
    assert verdict.clock_wrong == (device_now < world.STATE_IAT - 300)


@given(seq=st.integers(0, 20), index=st.binary(max_size=70), shard=st.none() | st.binary(max_size=40))
def test_no_digests_make_it_raise(seq: int, index: bytes, shard: bytes | None) -> None:
    sealed, trust, states = ordinary()
    held = replace(states[world.ELECTION], digests=Digests(seq, index, {} if shard is None else {0: shard}))
    verdict = verify(world.text(sealed), trust=trust, states={world.ELECTION: held}, device_now=world.NOW)
    check(verdict)
    assert verdict.colour != "green"


def test_nothing_personal_before_the_signature_holds() -> None:
    for name, vector in reader.read_all():
        expect = vector["expect"]
        if expect["code"] in ("key_unknown", "signature_invalid", "malformed", "other_host", "not_a_credential"):
            assert expect.get("claims") is None, name


def test_the_interoperable_form_gets_the_same_verdict() -> None:
    sealed = ordinary()[0]
    assert ask(qr_text.to_base45(sealed)) == ask(world.text(sealed))


def test_content_is_compared_even_where_the_caller_mixed_things_up() -> None:
    """A state kept under another election's name, and a root whose issuer is not the state's."""
    sealed, trust, states = ordinary()
    ours = states[world.ELECTION]
    renamed = replace(ours, state=replace(ours.state, election="mixed-up"))
    verdict = verify(world.text(sealed), trust=trust, states={world.ELECTION: renamed}, device_now=world.NOW)
    assert verdict.code == "malformed"
    elsewhere = world.seal(world.claims(uri=f"https://evil.example/s/{world.ELECTION}"))
    moved = replace(ours, state=replace(ours.state, uri=f"https://evil.example/s/{world.ELECTION}"))
    verdict = verify(world.text(elsewhere), trust=trust, states={world.ELECTION: moved}, device_now=world.NOW)
    assert verdict.code == "malformed"
