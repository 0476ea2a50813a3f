"""Registry digests, notices and roots: append-only, hashes checked, damaged files refused."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import notices, registry_digests
from server.credential.errors import CredentialError
from server.credential.key_id import key_id, thumbprint
from server.credential.registry_digests import SHARD_LENGTH, Digests
from server.credential.root import open_root
from server.credential.signature import verify_es256
from tests.vectors import keys, world

ENTRIES = st.dictionaries(st.integers(0, 5000), st.binary(min_size=16, max_size=16).filter(any), max_size=30)


@given(ENTRIES, ENTRIES)
def test_the_registry_only_grows(first: dict[int, bytes], more: dict[int, bytes]) -> None:
    shards = registry_digests.append([], first)
    clash = any(idx in first and first[idx] != entry for idx, entry in more.items())
    if clash:
        with pytest.raises(CredentialError, match="registry_rewritten"):
            registry_digests.append(shards, more)
        return
    grown = registry_digests.append(shards, more)
    digests = Digests(1, registry_digests.index_of(grown), dict(enumerate(grown)))
    for idx, entry in (first | more).items():
        assert digests.entry(idx) == entry
    assert digests.entry(len(grown) * 1024) == bytes(16)
    assert all(len(shard) == SHARD_LENGTH for shard in grown)
    untouched = {idx // 1024 for idx in more}
    assert all(grown[n] is shards[n] for n in range(len(shards)) if n not in untouched)


@pytest.mark.parametrize("entries", [{0: bytes(16)}, {0: bytes(15) + b"x" * 2}, {-1: b"x" * 16}])
def test_entries_that_cannot_be(entries: dict[int, bytes]) -> None:
    with pytest.raises(CredentialError, match="registry_malformed"):
        registry_digests.append([], entries)


def test_fetched_files_are_compared_with_their_hashes() -> None:
    shards = registry_digests.append([], {7: b"y" * 16, 2000: b"z" * 16})
    index = registry_digests.index_of(shards)
    hashes = registry_digests.open_index(index, expected=registry_digests.index_hash(index))
    assert registry_digests.open_shard(shards[1], expected=hashes[1]) == shards[1]
    for broken in (index[:-1], index + b"x", b""):
        with pytest.raises(CredentialError, match="registry_malformed"):
            registry_digests.open_index(broken, expected=registry_digests.index_hash(index))
    for broken in (shards[0], shards[1][:-1], shards[1] + b"\x00"):
        with pytest.raises(CredentialError, match="registry_malformed"):
            registry_digests.open_shard(broken, expected=hashes[1])


NOTICES = st.dictionaries(
    st.integers(0, 2**20),
    st.builds(
        notices.Notice, st.integers(0, 2**40), st.sampled_from(notices.KINDS),
        st.text(st.characters(exclude_categories=("Cs",)), min_size=1, max_size=20), st.integers(0, 10**6),
    ),
    max_size=20,
)  # fmt: skip


@given(NOTICES)
def test_notices_come_back(told: dict[int, notices.Notice]) -> None:
    encoded = notices.encode(told)
    assert notices.open_notices(encoded, expected=notices.notices_hash(encoded)) == told


@pytest.mark.parametrize(
    "notice", [notices.Notice(-1, "V1", "1", 1), notices.Notice(1, "V4", "1", 1), notices.Notice(1, "V1", "", 1)]
)
def test_notices_that_cannot_be(notice: notices.Notice) -> None:
    with pytest.raises(CredentialError, match="notices_malformed"):
        notices.encode({1: notice})


@given(st.binary(max_size=60))
def test_any_bytes_are_notices_or_refused(data: bytes) -> None:
    try:
        assert notices.encode(notices.decode(data)) == data
    except CredentialError as fault:
        assert fault.code == "notices_malformed"
    with pytest.raises(CredentialError):
        notices.open_notices(data + b"x", expected=notices.notices_hash(data))


def test_thumbprint_of_rfc_9679() -> None:
    """The key and thumbprint printed in RFC 9679 §6."""
    x = bytes.fromhex("65eda5a12577c2bae829437fe338701a10aaa375e1bb5b5de108de439c08551d")
    y = bytes.fromhex("1e52ed75701163f7f9e40ddf9f341b3dc9ba860af7e0ca7ca7e9eecd0084d19c")
    expected = "496bd8afadf307e5b08c64b0421bf9dc01528a344a43bda88fadd1669da253ec"
    assert thumbprint({1: 2, -1: 1, -2: x, -3: y}).hex() == expected
    assert key_id({1: 2, -1: 1, -2: x, -3: y}).hex() == expected[:16]


def test_every_truncation_and_every_flipped_byte_of_a_root_is_refused() -> None:
    token = world.signed_root()
    held = open_root(token, held=None)
    for end in range(len(token)):
        with pytest.raises(CredentialError):
            open_root(token[:end], held=None)
    for position in range(0, len(token), 3):
        broken = token[:position] + bytes((token[position] ^ 1,)) + token[position + 1 :]
        with pytest.raises(CredentialError):
            open_root(broken, held=None)
    assert held.version == 1


@given(st.binary(max_size=80))
def test_any_bytes_are_no_root(data: bytes) -> None:
    with pytest.raises(CredentialError, match="root_malformed"):
        open_root(data, held=None)


def test_signature_shapes() -> None:
    numbers = keys.cose_key("issue")
    x, y = numbers[-2], numbers[-3]
    assert isinstance(x, bytes)
    assert isinstance(y, bytes)
    for counter in range(300):  # among them r and s with leading zeros and with the highest bit set
        message = hashlib.sha256(bytes((counter & 255, counter >> 8))).digest()
        signature = keys.sign("issue", message)
        assert verify_es256(message, signature, x=x, y=y)
        assert verify_es256(message, keys.high_s_twin(signature), x=x, y=y)
        assert not verify_es256(message + b"x", signature, x=x, y=y)
    assert not verify_es256(b"", b"", x=x, y=y)
    assert not verify_es256(b"", bytes(64), x=bytes(32), y=bytes(32))
