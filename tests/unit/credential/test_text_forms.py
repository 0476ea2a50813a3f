"""Base45, zlib, QR texts, certificate numbers and document numbers."""

from __future__ import annotations

import contextlib
import hashlib
import subprocess
import sys
import tracemalloc
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import base45, certificate_number, document_commitment, qr_text
from server.credential.errors import CredentialError
from server.credential.inflate import LIST_LIMIT, QR_LIMIT, inflate
from tests.vectors import world


@pytest.mark.parametrize(
    ("plain", "coded"),
    [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0"), (b"base-45", "UJCLQE7W581"), (b"ietf!", "QED8WEX0"), (b"", "")],
)
def test_base45_examples_of_rfc_9285(plain: bytes, coded: str) -> None:
    assert base45.encode(plain) == coded
    assert base45.decode(coded) == plain


@pytest.mark.parametrize("coded", ["GGW", "::", ":::", "A", "ab8", "BB\u0130", "B B8B", "\ud800BB"])
def test_base45_refusals_of_rfc_9285(coded: str) -> None:
    with pytest.raises(CredentialError):
        base45.decode(coded)


@given(st.binary(max_size=400))
def test_base45_comes_back(data: bytes) -> None:
    assert base45.decode(base45.encode(data)) == data


@given(st.text(base45.ALPHABET, max_size=60))
def test_base45_has_one_spelling(coded: str) -> None:
    with contextlib.suppress(CredentialError):
        assert base45.encode(base45.decode(coded)) == coded


@given(st.binary(max_size=2000), st.integers(0, 9))
def test_inflate_gives_back(data: bytes, level: int) -> None:
    assert inflate(zlib.compress(data, level), limit=2000) == data


@pytest.mark.parametrize("limit", [QR_LIMIT, LIST_LIMIT])
def test_inflate_stops_at_its_limit_in_bounded_memory(limit: int) -> None:
    assert len(inflate(zlib.compress(bytes(limit)), limit=limit)) == limit
    bomb = zlib.compress(bytes(200_000_000), 9)
    tracemalloc.start()
    try:
        for data in (bomb, zlib.compress(bytes(limit + 1))):
            with pytest.raises(CredentialError, match="limit"):
                inflate(data, limit=limit)
        assert tracemalloc.get_traced_memory()[1] < 4 * limit + 2 * len(bomb)
    finally:
        tracemalloc.stop()


@given(st.binary(max_size=1700))
def test_qr_text_comes_back(sealed: bytes) -> None:
    text = qr_text.to_text(sealed, origin=world.ISSUER)
    assert qr_text.read_text(text, origins=world.ORIGINS) == sealed
    assert text == text.upper()


def test_qr_text_refuses_what_fits_no_code() -> None:
    noise = b"".join(hashlib.sha256(bytes((n,))).digest() for n in range(60))
    with pytest.raises(CredentialError, match="too long"):
        qr_text.to_text(noise, origin=world.ISSUER)


def test_digits_are_read_under_the_least_limit_of_the_interpreter() -> None:
    program = (
        "import sys; from server.credential import qr_text; data = bytes(range(256)) * 6\n"
        "digits = qr_text.to_digits(data); sys.set_int_max_str_digits(640)\n"
        "print(qr_text.from_digits(digits) == data)"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "True"


@given(st.text(max_size=80))
def test_read_text_answers_or_refuses(text: str) -> None:
    try:
        qr_text.read_text(text, origins=world.ORIGINS)
    except CredentialError as fault:
        assert fault.code in ("malformed", "other_host", "not_a_credential")


PREFIXES = st.from_regex(r"\A[0-9A-Z]{1,3}[A-Z]\Z")


def test_check_character_of_iso_7064() -> None:
    assert certificate_number.check_character("A12425GABC1234002") == "M"  # the example of ISRC's and GRid's standard


@given(PREFIXES, st.integers(0, 2**20 - 1))
def test_certificate_number_comes_back(prefix: str, index: int) -> None:
    number = certificate_number.make(prefix, index)
    assert certificate_number.check(number) == certificate_number.CertificateNumber(prefix, index)
    assert certificate_number.check(certificate_number.group(number).lower()).index == index
    assert certificate_number.ungroup(certificate_number.group(number)) == number


@given(PREFIXES, st.integers(0, 99_999), st.data())
def test_one_wrong_character_never_passes(prefix: str, index: int, data: st.DataObject) -> None:
    number = certificate_number.make(prefix, index)
    position = data.draw(st.integers(0, len(number) - 1))
    wrong = data.draw(st.sampled_from([c for c in certificate_number.ALPHABET if c != number[position]]))
    typed = number[:position] + wrong + number[position + 1 :]
    if set("01OI") & set(prefix + number[-1] + wrong):  # Characters that are read for one another.
        try:
            assert certificate_number.read(typed) != typed
        except CredentialError:
            return
    else:
        with pytest.raises(CredentialError):
            certificate_number.check(typed)


@given(PREFIXES, st.integers(0, 2**20 - 1), st.data())
def test_look_alikes_are_never_read_as_another_number_than_a_whole_one(
    prefix: str, index: int, data: st.DataObject
) -> None:
    """O for 0 and the like: the number comes back, or (two readings) nothing; what is whole is never changed."""
    number = certificate_number.make(prefix, index)
    alike = {"0": "0OoОо", "O": "O0", "1": "1Ii", "I": "I1", "P": "PРр"}
    typed = "".join(data.draw(st.sampled_from(alike.get(each, each))) for each in number)
    try:
        assert certificate_number.read(typed) in (number, certificate_number.normalise(typed))
    except CredentialError:
        assert set("01OI") & set(prefix + number[-1])


def test_nearly_all_swapped_digits_are_found() -> None:
    passed = tried = 0
    for index in range(0, 10_000, 7):
        number = certificate_number.make("PR", index)
        for at in range(2, 5):
            if number[at] != number[at + 1]:
                tried += 1
                swapped = number[:at] + number[at + 1] + number[at] + number[at + 2 :]
                passed += certificate_number.check_character(swapped[:-1]) == swapped[-1]
    assert passed < tried / 30


@pytest.mark.parametrize(
    ("prefix", "index"), [("P", 1), ("pr", 1), ("PR1", 1), ("ABCDE", 1), ("PR", -1), ("PR", 2**20)]
)
def test_numbers_that_cannot_be(prefix: str, index: int) -> None:
    with pytest.raises(CredentialError):
        certificate_number.make(prefix, index)


def test_document_commitment_is_the_formula() -> None:
    expected = hashlib.sha256(b"KGO1|PR0042Z|ESP|AB123456").digest()[:2]
    assert document_commitment.commit("PR-0042-Z", country="ESP", document_number=" аВ 12-34.56 ") == expected
    assert document_commitment.matches(expected, "ab123456", certificate_number="PR0042Z", country="ESP") is True
    assert document_commitment.matches(expected, "ab123457", certificate_number="PR0042Z", country="ESP") is False
    assert document_commitment.matches(expected, "ЖЖ", certificate_number="PR0042Z", country="ESP") is None
