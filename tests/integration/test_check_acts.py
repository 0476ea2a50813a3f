"""Acts or states taken out of the database by raw SQL, on both engines, are named by what check-acts does."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Connection, Engine, text

from server.adapters.database.engine import writing
from server.usecases.check_acts import ActsVerdict, check_acts
from server.usecases.check_states import StatesVerdict, check_states
from tests.office import Office, open_office

ELECTION = "kg-2027-pr"
LOG = ("act_subject", "act_salt", "act")


@pytest.fixture(params=["sqlite", "postgresql"])
def house(request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine]) -> Iterator[Office]:
    office = open_office(empty_engine(request.param))
    office.issued(2)
    office.clock.move(seconds=40)
    office.issued(1, start=10)
    yield office


def by_force(engine: Engine, *statements: str) -> None:
    """Do what only the database's owner can: put the guards out of the way, then act."""
    with writing(engine) as connection:
        for table in (*LOG, "election_state"):
            _unguard(connection, table)
        for statement in statements:
            assert connection.execute(text(statement)).rowcount > 0, statement
        connection.commit()


def _unguard(connection: Connection, table: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    found = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    for name in connection.execute(found, {"table": table}).scalars().all():
        connection.execute(text(f"DROP TRIGGER {name}"))


def cut(engine: Engine, *, after: int) -> None:
    by_force(engine, *(f"DELETE FROM {table} WHERE n > {after}" for table in LOG))


def check(office: Office) -> tuple[ActsVerdict, StatesVerdict]:
    states = check_states(office.ports.queries.kept_states(), published=[office.published[ELECTION].state.token])
    return check_acts(office.ports.queries.stored_acts(), witnesses=states.witnesses), states


def test_the_newest_acts_cut_off_are_missed_even_after_the_next_states(house: Office) -> None:
    acts, states = check(house)
    assert (acts.bad_act, states.bad_state) == (None, None) and states.checked == len(states.witnesses) > 2
    newest = house.published[ELECTION].state.seq
    cut(house.engine, after=acts.checked - 3)
    found, _ = check(house)
    assert (found.bad_act, found.reason) == (acts.checked - 2, f"cut:{ELECTION}/{newest}")
    for step in range(4):  # the log grows past the cut, and states sign what it is now
        house.clock.move(seconds=60)
        house.issued(1, start=20 + step)
    found, states = check(house)
    assert states.bad_state is None
    assert found.bad_act == acts.checked and (found.reason or "").startswith(f"rewritten:{ELECTION}/")


def test_states_that_knew_the_acts_cannot_be_taken_away_unseen(house: Office) -> None:
    acts, _ = check(house)
    newest = house.published[ELECTION].state.seq
    cut(house.engine, after=acts.checked - 3)
    house.clock.move(seconds=60)
    house.publish(ELECTION)
    by_force(house.engine, f"DELETE FROM election_state WHERE seq = {newest}")
    assert check(house)[1].reason == "gap"
    by_force(house.engine, f"DELETE FROM election_state WHERE seq > {newest}")
    assert check(house)[1].reason == "published"
