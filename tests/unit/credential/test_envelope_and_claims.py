"""Sealing and opening: what is sealed comes back, and nothing that `parse` refuses can be sealed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import cbor, cose, envelope
from server.credential import claims as claims_module
from server.credential.claims import CredentialClaims, ForeignProfile, parse, to_payload
from server.credential.errors import CredentialError
from tests.vectors import keys, world
from tests.vectors.keys import KeySigner

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=100)
COUNTS = st.integers(0, cbor.MAX_INTEGER)
COUNTRIES = st.from_regex(r"\A[A-Z]{3}\Z")
DAYS = st.integers(0, 10**9)


@st.composite
def any_claims(draw: st.DrawFn) -> CredentialClaims:
    day = draw(DAYS)
    second = draw(st.none() | st.tuples(TEXTS, st.sampled_from(claims_module.LANGUAGES)))
    return CredentialClaims(
        issuer=draw(TEXTS), issued_at=draw(COUNTS), credential_id=draw(st.binary(min_size=8, max_size=8)),
        number=draw(TEXTS), name_latin=draw(TEXTS), citizenship=draw(COUNTRIES), idx=draw(COUNTS), uri=draw(TEXTS),
        organisation=draw(TEXTS), election=draw(TEXTS), accreditation_day=day, category=draw(TEXTS),
        document_country=draw(COUNTRIES), document_commitment=draw(st.binary(min_size=2, max_size=2)),
        regulation=draw(TEXTS), first_seq=draw(COUNTS),
        not_before=draw(st.integers(-cbor.MAX_INTEGER, cbor.MAX_INTEGER)),
        name_cyrillic=second and second[0], language=second and second[1],
        photo=draw(st.none() | st.binary(min_size=1, max_size=400)),
        holder_key=draw(st.none() | st.binary(min_size=32, max_size=32)),
    )  # fmt: skip


@given(any_claims())
def test_claims_come_back_and_their_frame_is_the_deterministic_encoding(claims: CredentialClaims) -> None:
    payload = to_payload(claims)
    assert parse(payload) == claims
    assert cbor.encode(cbor.decode(payload)) == payload


@given(any_claims(), st.integers(0, 10**6), st.integers(0, 255))
def test_a_changed_byte_reads_as_the_generic_decoder_reads_it(
    claims: CredentialClaims, position: int, byte: int
) -> None:
    """The reader of the one frame accepts nothing that the decoder of the subset would refuse."""
    payload = bytearray(to_payload(claims))
    payload[position % len(payload)] = byte
    try:
        read = parse(bytes(payload))
    except CredentialError:
        return
    assert cbor.encode(cbor.decode(bytes(payload))) == payload
    if isinstance(read, CredentialClaims):
        assert to_payload(read) == payload


@given(any_claims())
def test_the_envelope_comes_back(claims: CredentialClaims) -> None:
    sealed = envelope.seal(claims, signer=KeySigner())
    opened = envelope.open_credential(sealed)
    generic = cose.open_sign1(sealed)
    assert opened.payload == generic.payload == to_payload(claims)
    assert opened.sig_structure == generic.sig_structure()
    assert cose.parse_sig_structure(opened.sig_structure) == (generic.protected, generic.payload)
    assert opened.kid == generic.headers[4] == keys.kid("issue")


@given(st.binary(max_size=200) | st.integers(0, 419).map(lambda end: world.seal()[:end]))
def test_the_envelope_is_opened_only_where_the_generic_opener_agrees(data: bytes) -> None:
    try:
        envelope.open_credential(data)
    except CredentialError:
        return
    assert cose.open_sign1(data).unprotected == {}


@pytest.mark.parametrize(
    "changes",
    [{"name_latin": ""}, {"name_latin": "N" * 401}, {"name_latin": "\ud800"}, {"citizenship": "ES"}, {"idx": -1},
     {"idx": True}, {"issued_at": 1.0}, {"credential_id": bytes(7)}, {"document_commitment": b"abc"}, {"photo": b""},
     {"name_cyrillic": "А"}, {"language": "kir"}, {"name_cyrillic": "А", "language": "eng"}, {"first_seq": 2**53},
     {"holder_key": bytes(31)}, {"accreditation_day": -1}, {"not_before": 2**53}, {"regulation": 2021}],
)  # fmt: skip
def test_nothing_that_parse_refuses_can_be_sealed(changes: dict[str, Any]) -> None:
    with pytest.raises(CredentialError, match="malformed"):
        to_payload(replace(world.claims(), **changes))


def test_another_profile_is_read_only_as_far_as_it_is_known() -> None:
    payload = cbor.encode({6: 5, -65801: {1: 2, 3: "x"}})
    assert parse(payload) == ForeignProfile(2, 5, "x")


def test_a_batch_is_one_call_to_the_signer() -> None:
    calls = []

    class Counting(KeySigner):
        def sign(self, role: Any, sig_structures: Any) -> list[bytes]:
            calls.append(len(sig_structures))
            return KeySigner.sign(self, role, sig_structures)

    batch = [world.claims(idx=idx) for idx in range(3)]
    assert envelope.seal_many(batch, signer=Counting()) == [world.seal(one) for one in batch]
    assert calls == [3]


def test_sealing_is_deterministic_and_a_kid_is_eight_bytes() -> None:
    assert world.seal() == world.seal()
    with pytest.raises(CredentialError):
        envelope.protected_header(bytes(7))


def test_an_empty_protected_header_enters_sig_structure_as_no_bytes() -> None:
    data = cbor.encode(cbor.Tagged(18, [b"\xa0", {}, b"p", bytes(64)]))
    assert cose.open_sign1(data).sig_structure() == cbor.encode(["Signature1", b"", b"", b"p"])
