"""Election states: once revoked, for ever; exp on voting days; forks, replays, damaged tokens; publishing gate."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.credential import election_state, mark, state_gate
from server.credential.claims import start_of_day
from server.credential.election_state import FIRST_PREVIOUS, ElectionState, open_state, parse_payload, to_payload
from server.credential.errors import CredentialError
from server.credential.root import Trust
from tests.vectors import reader, world

STATUSES = st.sampled_from([0, 1, 3, 12])
V = world.VOTING_DAY
NOON = start_of_day(V + 1) + 43_200


@given(st.dictionaries(st.integers(0, 3000), st.integers(0, 15), max_size=40), st.sampled_from([1, 6, 9]))
def test_a_state_comes_back(statuses: dict[int, int], level: int) -> None:
    made = replace(world.state(), statuses=state_gate.pack_statuses(statuses, slots=3001))
    read = parse_payload(to_payload(made, level=level))
    assert read == made
    assert read.slots == 3072
    assert all(read.status(idx) == value for idx, value in statuses.items())
    assert read.status(read.slots) == read.status(2**53 - 1) == 3


def test_slots_are_rounded_up_and_a_base_is_kept() -> None:
    base = state_gate.pack_statuses({0: 1, 1023: 12}, slots=1)
    assert len(base) == 512
    grown = state_gate.pack_statuses({1024: 0}, slots=1025, base=base)
    assert len(grown) == 1024
    assert grown[:512] == base
    for statuses, slots in (({1024: 0}, 1024), ({0: 16}, 1), ({-1: 0}, 1), ({}, 2**20 + 1)):
        with pytest.raises(CredentialError):
            state_gate.pack_statuses(statuses, slots=slots)


@pytest.mark.parametrize(
    ("iat", "lifetime", "expected"),
    [
        (start_of_day(V) - 86_401, 86_400, start_of_day(V) - 1),
        (start_of_day(V) - 86_400, 86_400, NOON),
        (start_of_day(V), 86_400, NOON),
        (NOON - 86_401, 86_400, NOON),
        (NOON - 86_400, 86_400, NOON),
        (NOON - 86_399, 86_400, NOON + 1),
    ],
)
def test_no_exp_falls_into_a_voting_day(iat: int, lifetime: int, expected: int) -> None:
    assert state_gate.state_expiry(iat, lifetime, [V]) == expected


@given(st.integers(0, 10**6), st.lists(st.integers(0, 12), max_size=5), st.integers(0, 10**6))
def test_no_exp_falls_into_any_voting_day(iat: int, days: list[int], lifetime: int) -> None:
    exp = state_gate.state_expiry(iat, lifetime, days)
    assert exp >= iat + lifetime
    for day in days:
        assert not start_of_day(day) <= exp < start_of_day(day + 1) + 43_200


@given(st.lists(st.tuples(STATUSES, STATUSES), min_size=1, max_size=30))
def test_the_gate_lets_only_lawful_moves_pass(moves: list[tuple[int, int]]) -> None:
    before = state_gate.pack_statuses({idx * 97: old for idx, (old, _) in enumerate(moves)}, slots=3000)
    after = state_gate.pack_statuses({idx * 97: new for idx, (_, new) in enumerate(moves)}, slots=3000)
    lawful = all(old == new or (old, new) in state_gate.ALLOWED_MOVES for old, new in moves)
    if lawful:
        state_gate.check_statuses(before, after)
    else:
        with pytest.raises(CredentialError, match="status_moved_back"):
            state_gate.check_statuses(before, after)


def test_once_revoked_for_ever_over_a_hundred_thousand_operations() -> None:
    """Whatever is tried, the gate lets no index leave 0x01 but for 0x0C, and none return to 0x00."""
    random_moves = random.Random(20_406)
    statuses = state_gate.pack_statuses({}, slots=1024)
    ever_revoked: set[int] = set()
    for _ in range(100_000):
        idx, value = random_moves.randrange(1024), random_moves.choice([0, 0, 1, 2, 3, 12])
        tried = bytearray(statuses)
        shift = 4 * (idx & 1)
        tried[idx >> 1] = tried[idx >> 1] & (0xF0 >> shift) | value << shift
        try:
            state_gate.check_statuses(statuses, bytes(tried))
        except CredentialError:
            continue
        statuses = bytes(tried)
        if value == 1:
            ever_revoked.add(idx)
        now = statuses[idx >> 1] >> shift & 15
        assert idx not in ever_revoked or now in (1, 12)
    assert len(ever_revoked) == 1024


def test_the_gate_follows_the_chain(trust: Trust) -> None:
    first = open_state(world.token(world.state(previous=FIRST_PREVIOUS, seq=1)), trust=trust, held=[])
    state_gate.check_move(None, first)
    following = replace(first, seq=2, previous=first.digest, digest=b"")
    state_gate.check_move(first, following)
    for broken, code in (
        (replace(following, seq=1), "state_out_of_order"),
        (replace(following, iat=first.iat - 1), "state_out_of_order"),
        (replace(following, previous=bytes(32)), "state_out_of_order"),
        (replace(following, root_version=0), "root_went_back"),
        (replace(following, election="x"), "election_changed"),
        (replace(following, prefix="XY"), "election_changed"),
        (replace(following, statuses=b""), "status_moved_back"),
    ):
        with pytest.raises(CredentialError, match=code):
            state_gate.check_move(first, broken)
    with pytest.raises(CredentialError, match="state_out_of_order"):
        state_gate.check_move(None, following)


def test_every_truncation_and_every_flipped_byte_is_refused(trust: Trust) -> None:
    token = world.token(world.state())
    assert open_state(token, trust=trust, held=[]).seq == 7
    for end in range(len(token)):
        with pytest.raises(CredentialError):
            open_state(token[:end], trust=trust, held=[])
    for position in range(len(token)):
        with pytest.raises(CredentialError):
            open_state(token[:position] + bytes((token[position] ^ 1,)) + token[position + 1 :], trust=trust, held=[])


@given(st.binary(max_size=300))
def test_any_bytes_are_refused_with_a_code(trust: Trust, data: bytes) -> None:
    with pytest.raises(CredentialError) as refused:
        open_state(data, trust=trust, held=[])
    assert refused.value.code == "state_malformed"


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 3), st.booleans()), max_size=12))
def test_what_is_accepted_only_goes_forward(trust: Trust, offers: list[tuple[int, int, bool]]) -> None:
    accepted: list[ElectionState] = []
    for seq, minutes, other in offers:
        what = world.state(seq=seq, iat=world.STATE_IAT + minutes * 60, statuses={9: 1} if other else {})
        try:
            state = open_state(world.token(what), trust=trust, held=accepted)
        except CredentialError as fault:
            assert fault.code in ("state_older", "state_forked")
            continue
        if accepted:
            last = accepted[-1]
            assert (state.seq > last.seq and state.iat >= last.iat) or state == last
        accepted.append(state)
    if accepted:
        assert mark.floor_of(trust.root, accepted) == max(trust.root.iat, accepted[-1].iat)


def test_a_state_that_nobody_could_open_cannot_be_sealed() -> None:
    for changes in ({"basis": 1}, {"prefix": "1"}, {"ttl": -1}, {"registry_hash": b"x"}, {"election": ""}):
        with pytest.raises(CredentialError, match="state_malformed"):
            to_payload(replace(world.state(), **changes))
    with pytest.raises(CredentialError, match="state_malformed"):
        election_state.protected_header(bytes(7))


def test_a_compromised_keys_marks_are_dropped_and_others_count_on(trust: Trust) -> None:
    """Recovery from a fast-forwarded sequence: the marks were made while the key was still trusted."""
    forward = open_state(world.token(world.state(seq=10**9, iat=world.NOW + 10**8)), trust=trust, held=[])
    entries = [
        world.key_entry("issue", "issue"),
        world.key_entry("state", "state", "compromised"),
        world.key_entry("state 2", "state"),
    ]
    later = reader.read_trust(world.trust(world.root(2, entries=entries)))
    second = open_state(world.token(world.state(seq=8), key="state 2"), trust=later, held=[forward])
    with pytest.raises(CredentialError, match="state_older"):
        open_state(world.token(world.state(seq=7), key="state 2"), trust=later, held=[forward, second])
    assert mark.floor_of(later.root, [forward, second]) == second.iat
