"""Claim 9: one spelling of how long the act log was and of its last leaf."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import cbor, checkpoint
from server.credential.checkpoint import Checkpoint, read_checkpoint
from server.credential.errors import CredentialError

LEAF = bytes(range(32))


@given(st.integers(1, 2**53 - 1), st.binary(min_size=32, max_size=32))
def test_a_checkpoint_comes_back(n: int, leaf: bytes) -> None:
    assert read_checkpoint(checkpoint.encode(Checkpoint(n, leaf))) == Checkpoint(n, leaf)


def test_the_bytes_are_those_of_the_page() -> None:
    assert checkpoint.encode(Checkpoint(23, LEAF)).hex() == "82175820" + LEAF.hex()
    assert len(checkpoint.encode(Checkpoint(2**32 - 1, LEAF))) == 40


@pytest.mark.parametrize(
    "value", [[0, LEAF], [-1, LEAF], [1, LEAF[:31]], [1, LEAF + b"x"], [1], [1, LEAF, 1], ["1", LEAF], [1, "leaf"], 1]
)
def test_another_shape_is_malformed(value: object) -> None:
    with pytest.raises(CredentialError, match="malformed"):
        read_checkpoint(cbor.encode(value))


@pytest.mark.parametrize(
    "damaged", [b"", b"log", b"\x82\x18\x17\x58\x20" + LEAF, b"\x82\x17\x58\x20" + LEAF + b"\x00"]
)
def test_another_spelling_is_malformed(damaged: bytes) -> None:
    with pytest.raises(CredentialError, match="malformed"):
        read_checkpoint(damaged)
