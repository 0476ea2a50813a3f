"""The CBOR subset: what goes in comes out, and only one encoding of anything is read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import cbor
from server.credential.errors import CredentialError

INTEGERS = st.integers(-cbor.MAX_INTEGER, cbor.MAX_INTEGER)
TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)
LEAVES = INTEGERS | TEXTS | st.binary(max_size=300) | st.none()
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(INTEGERS | TEXTS, inner, max_size=5),
    max_leaves=12,
)


def depth(value: Any) -> int:
    if isinstance(value, dict):
        return 1 + max(map(depth, value.values()), default=0)
    return 1 + max(map(depth, value), default=0) if isinstance(value, list) else 0


@given(VALUES.filter(lambda value: depth(value) <= cbor.MAX_DEPTH))
def test_what_goes_in_comes_out(value: Any) -> None:
    assert cbor.decode(cbor.encode(value)) == value


@given(VALUES.filter(lambda value: depth(value) <= cbor.MAX_DEPTH), st.sampled_from((18, 98)))
def test_tags_outermost(value: Any, tag: int) -> None:
    assert cbor.decode(cbor.encode(cbor.Tagged(tag, value))) == cbor.Tagged(tag, value)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_in_one_way_or_refused(data: bytes) -> None:
    try:
        value = cbor.decode(data)
    except CredentialError as fault:
        assert fault.code == "malformed"
        return
    assert cbor.encode(value) == data


@given(VALUES.filter(lambda value: depth(value) <= cbor.MAX_DEPTH), st.integers(0, 10**6), st.integers(0, 255))
def test_a_changed_byte_is_read_in_one_way_or_refused(value: Any, position: int, byte: int) -> None:
    data = bytearray(cbor.encode(value))
    data[position % len(data)] = byte
    test_any_bytes_are_read_in_one_way_or_refused.hypothesis.inner_test(bytes(data))  # type: ignore[attr-defined]


def test_keys_are_sorted_by_their_encodings_not_by_length_first() -> None:
    assert cbor.encode({-1: 0, 24: 0, 10: 0, "a": 0, 1000: 0}).hex() == "a50a001818001903e80020006161" + "00"


@pytest.mark.parametrize(
    "value",
    [True, False, 1.0, float("nan"), 2**53, -(2**53), b"x".__class__, object(), {b"k": 1}, {None: 1}, {True: 1},
     {1.5: 1}, "\ud800", {"\udfff": 1}, [[[[[[[0]]]]]]], cbor.Tagged(1, 0), [cbor.Tagged(18, 0)],
     bytearray(b"x"), {1, 2}],
)  # fmt: skip
def test_what_the_subset_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(CredentialError, match="malformed"):
        cbor.encode(value)


def test_unsorted_keys_are_read_only_when_asked_and_never_twice() -> None:
    unsorted = bytes.fromhex("a202000100")
    with pytest.raises(CredentialError):
        cbor.decode(unsorted)
    assert cbor.decode(unsorted, sorted_keys=False) == {2: 0, 1: 0}
    with pytest.raises(CredentialError):
        cbor.decode(bytes.fromhex("a201000101"), sorted_keys=False)


@given(VALUES.filter(lambda value: depth(value) <= 3))
def test_every_shorter_part_is_refused(value: Any) -> None:
    data = cbor.encode(value)
    for end in range(len(data)):
        with pytest.raises(CredentialError):
            cbor.decode(data[:end])
