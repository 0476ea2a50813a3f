"""Published files that no state names any more go, and never one that somebody may still ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from server.adapters.published import layout
from server.processes.publisher import Timetable
from server.usecases.publish_state import Publication, stored_publication
from tests.publishing import PublishingCommission, listed, open_commission, revoked

ELECTION = "kg-2027-pr"
HOUR = timedelta(hours=1)


@pytest.fixture(params=["sqlite", "postgresql"])
def commission(
    request: pytest.FixtureRequest, empty_engine: Callable[[str], Engine], tmp_path: Path
) -> Iterator[PublishingCommission]:
    yield open_commission(empty_engine(request.param), tmp_path)


def newest(commission: PublishingCommission) -> Publication:
    with commission.ports.unit_of_work() as uow:
        found = stored_publication(uow=uow, election_id=ELECTION)
    assert found is not None
    return found


def names(publication: Publication) -> set[str]:
    return {*publication.shards, publication.index_hex, publication.notices_hex}


def on_disk(commission: PublishingCommission) -> set[str]:
    return {path.name for path in layout.hashed_files(commission.publisher.desk.published_dir, ELECTION)}


def two_old_states(commission: PublishingCommission) -> tuple[list[set[str]], datetime]:
    """Publish states of other digests, then of other notices; return what each named, and when both are expired."""
    before = []
    numbers = listed(commission, 2)
    before.append(names(newest(commission)))
    commission.clock.move(minutes=2)
    commission.issued(1, start=10)
    before.append(names(newest(commission)))
    expired = newest(commission).state.expires_at
    commission.clock.move(minutes=2)
    revoked(commission, numbers[0])
    return before, expired


def test_what_old_states_named_stays_a_day_after_their_exp_and_then_goes(commission: PublishingCommission) -> None:
    (first, second), expired = two_old_states(commission)
    current = names(newest(commission))
    assert first - second and second - current, "each state names something of its own"
    commission.clock.instant = expired + 23 * HOUR
    commission.publisher.prune()
    assert first | second | current <= on_disk(commission)
    commission.clock.instant = expired + 24 * HOUR
    commission.publisher.prune()
    assert not (second - current) & on_disk(commission) and not (first - current) & on_disk(commission)
    assert current <= on_disk(commission)
    snapshot = commission.reader().current()
    assert snapshot is not None and snapshot.states[ELECTION].state.seq == newest(commission).state.seq


def test_the_newest_state_keeps_its_files_however_old_it_is(commission: PublishingCommission) -> None:
    two_old_states(commission)
    commission.clock.move(days=400)
    commission.publisher.prune()
    assert on_disk(commission) == names(newest(commission))
    assert commission.reader().current() is not None


def test_only_files_under_a_hash_of_a_published_election_are_looked_at(commission: PublishingCommission) -> None:
    two_old_states(commission)
    folder = commission.publisher.desk.published_dir
    others = [
        folder / "registry" / ELECTION / "README",
        folder / "registry" / "another" / ("0" * 64),
        folder / "roots" / "1.cbor",
        layout.state_file(folder, ELECTION),
    ]
    for path in others[:2]:
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    commission.clock.move(days=400)
    commission.publisher.prune()
    assert all(path.exists() for path in others)


def test_the_publisher_looks_once_an_hour_and_not_while_files_and_database_differ(
    commission: PublishingCommission, monkeypatch: pytest.MonkeyPatch
) -> None:
    pruned: list[datetime] = []
    monkeypatch.setattr("server.processes.publication.prune", lambda *_, now: pruned.append(now) or 0)
    listed(commission, 1)
    timetable = Timetable(commission.publisher)
    for _ in range(5):
        timetable.turn()
        commission.clock.move(minutes=30)
    assert [at - pruned[0] for at in pruned] == [0 * HOUR, HOUR, 2 * HOUR]

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("server.adapters.published.writer.PublishedWriter.write_state", full)
    commission.clock.move(hours=3)
    timetable.turn()  # a state is due, is stored and can't be written
    assert not commission.publisher.reconciled and len(pruned) == 3
