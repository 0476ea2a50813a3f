"""States as witnesses: their chain, what the public holds, and a log that no longer fits what they tell."""

from __future__ import annotations

from dataclasses import replace

import pytest

from server.credential import checkpoint, cose
from server.credential.checkpoint import read_checkpoint
from server.credential.election_state import ElectionState, parse_payload
from server.usecases.check_acts import StoredAct, check_acts
from server.usecases.check_states import KeptState, check_states
from server.usecases.revoke import draft_revocation
from tests.office import REGISTRAR, Office
from tests.vectors import world

E = "kg-2027-pr"


@pytest.fixture
def kept(office: Office) -> list[KeptState]:
    """Return the states of an election after three publications, acts between them."""
    office.issued(1)
    for start in (10, 20):
        office.clock.move(seconds=30)
        office.issued(1, start=start)
    return list(office.ports.queries.kept_states())


def state_of(kept: KeptState) -> ElectionState:
    return parse_payload(cose.open_sign1(kept.token).payload or b"")


def acts_of(office: Office) -> list[StoredAct]:
    return list(office.ports.queries.stored_acts())


def test_every_state_tells_the_log_as_it_committed(office: Office, kept: list[KeptState]) -> None:
    acts, verdict = acts_of(office), check_states(kept)
    assert (verdict.checked, verdict.bad_state) == (len(kept), None)
    assert len(verdict.witnesses) == len(kept) > 3
    told = [witness.checkpoint for witness in verdict.witnesses]
    assert told == sorted(told, key=lambda each: each.n)
    assert all(acts[each.n - 1].leaf == each.leaf for each in told)
    assert told[-1].n == len(acts)
    assert check_acts(acts, witnesses=verdict.witnesses).bad_act is None


def test_a_revocation_that_falls_due_is_in_the_state_that_says_it(office: Office) -> None:
    (number,) = office.issued(1)
    card = office.ports.queries.certificate(number, now=office.clock.now())
    ids = [card.row.accreditation_id]
    office.sign(
        office.do(draft_revocation, by=REGISTRAR, accreditation_ids=ids, kind="V3", facts="Facts", gross=True)
    )
    newest = acts_of(office)[-1]
    assert newest.kind == "revocation_effective"
    told = office.state().checkpoint
    assert told is not None and read_checkpoint(told) == checkpoint.Checkpoint(newest.n, newest.leaf)


def test_acts_cut_off_the_end_are_missed(office: Office, kept: list[KeptState]) -> None:
    acts, witnesses = acts_of(office), check_states(kept).witnesses
    for left in range(len(acts)):
        verdict = check_acts(acts[:left], witnesses=witnesses)
        assert (verdict.checked, verdict.bad_act, verdict.reason) == (left, left + 1, f"cut:{E}/{kept[-1].seq}")
        assert check_acts(acts[:left]).bad_act is None  # without witnesses a shorter log is a whole log


def test_a_log_written_anew_contradicts_the_first_state_after_it(office: Office, kept: list[KeptState]) -> None:
    acts, witnesses = acts_of(office), check_states(kept).witnesses
    place = witnesses[1].checkpoint.n
    other = [replace(each, checkpoint=replace(each.checkpoint, leaf=b"x" * 32)) for each in witnesses[1:]]
    verdict = check_acts(acts, witnesses=[witnesses[0], *other])
    assert (verdict.bad_act, verdict.checked, verdict.reason) == (place, place - 1, f"rewritten:{witnesses[1].state}")


def test_a_state_taken_away_swapped_or_altered_breaks_the_chain(kept: list[KeptState]) -> None:
    for place, each in enumerate(kept[:-1]):
        found = check_states(kept[:place] + kept[place + 1 :])
        assert (found.bad_state, found.reason, found.checked) == (f"{E}/{each.seq + 1}", "gap", place)
    renumbered = [replace(each, seq=seq) for seq, each in enumerate(kept[:1] + kept[2:], start=1)]
    assert check_states(renumbered).reason == "gap"
    altered = world.token(replace(state_of(kept[1]), checkpoint=None))
    found = check_states([kept[0], replace(kept[1], token=altered), *kept[2:]])
    assert (found.bad_state, found.reason) == (f"{E}/{kept[2].seq}", "chain")


@pytest.mark.parametrize("bytes_of_claim_9", [b"log", b""])
def test_a_checkpoint_that_is_none_is_named(kept: list[KeptState], bytes_of_claim_9: bytes) -> None:
    altered = world.token(replace(state_of(kept[-1]), checkpoint=bytes_of_claim_9))
    found = check_states([*kept[:-1], replace(kept[-1], token=altered)])
    assert (found.bad_state, found.reason, found.checked) == (f"{E}/{kept[-1].seq}", "unreadable", len(kept) - 1)
    assert check_states([replace(kept[0], token=b"")]).reason == "unreadable"


def test_what_the_public_holds_bears_witness_against_a_cut_database(office: Office, kept: list[KeptState]) -> None:
    published = [office.published[E].state.token]
    assert check_states(kept, published=published).bad_state is None
    found = check_states(kept[:-1], published=published)
    assert (found.bad_state, found.reason) == (f"{E}/{kept[-1].seq}", "published")
    acts = acts_of(office)
    left = read_checkpoint(state_of(kept[-2]).checkpoint or b"").n
    assert check_acts(acts[:left], witnesses=found.witnesses).reason == f"cut:{E}/{kept[-1].seq}"
    assert check_states(kept, published=[b"damaged", *published]).bad_state is None


def test_another_published_state_of_the_same_number_is_named(kept: list[KeptState]) -> None:
    other = world.token(replace(state_of(kept[-1]), ttl=1))
    found = check_states(kept, published=[other])
    assert (found.bad_state, found.reason) == (f"{E}/{kept[-1].seq}", "published")


def test_states_from_before_there_were_checkpoints_hold_and_tell_nothing() -> None:
    first = replace(world.state(), seq=1, previous=bytes(32))
    verdict = check_states([KeptState(first.election, 1, world.token(first))])
    assert (verdict.checked, verdict.witnesses, verdict.bad_state) == (1, (), None)
