"""States from rows: what is listed first, what never moves back, what a restored backup may not sign."""

from __future__ import annotations

import random
import shutil
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from server.accreditation.calendar import at
from server.accreditation.errors import CodedError
from server.adapters.database.engine import open_engine, writing
from server.credential.state_gate import check_statuses
from server.usecases.check_acts import check_acts
from server.usecases.edit_calendar import edit_calendar
from server.usecases.errors import Conflict, Forbidden, Unavailable
from server.usecases.import_annex import apply_import
from server.usecases.issue import issue_credentials
from server.usecases.list_rows import ListRow
from server.usecases.publish_state import StatePolicy, publish_state, stored_publication
from server.usecases.replace import replace_credential
from server.usecases.revoke import draft_annulment_of_revocation, draft_revocation
from tests.office import ELECTION_DAY, REGISTRAR, SYSTEM, Office, SilentOffice, reopen_office


def silenced(office: Office) -> SilentOffice:
    return SilentOffice(office.engine, office.clock, office.trust, published=office.published, shards=office.shards)


def replaced(office: Office, number: str) -> str:
    result = office.do(
        replace_credential,
        by=REGISTRAR,
        number=number,
        reason="lost",
        facts="Lost",
        sealing=office.ports.sealing,
    )
    return str(result["number"])


def revoke(office: Office, number: str) -> str:
    card = office.ports.queries.certificate(number, now=office.clock.now())
    decree = office.do(
        draft_revocation,
        by=REGISTRAR,
        accreditation_ids=[card.row.accreditation_id],
        kind="V3",
        facts="Facts",
        gross=True,
    )
    office.sign(decree)
    return office.ports.queries.decree(decree).revocations[0].id


def annul(office: Office, revocation_id: str) -> list[str]:
    decree = office.do(draft_annulment_of_revocation, by=REGISTRAR, revocation_ids=[revocation_id], facts="Court")
    return list(office.sign(decree)["numbers"])


def test_a_silent_publisher_delays_and_loses_nothing(office: Office) -> None:
    silent = silenced(office)
    decree = silent.drafted(2)
    silent.sign(decree)
    outcome = silent.outcome(
        issue_credentials, by=REGISTRAR, once="c", decree_id=decree, sealing=silent.ports.sealing
    )
    assert [(each.election, each.seq, each.connections) for each in outcome.receipts] == [("kg-2027-pr", None, None)]
    first, second = outcome.result["numbers"]
    now = office.clock.now()
    assert office.ports.queries.certificate(first, now=now).row.printable is False
    assert office.ports.queries.pending_publications() == ("kg-2027-pr",)
    new = replaced(silent, first)  # before any state listed it
    revoke(silent, second)
    retried = office.outcome(
        issue_credentials, by=REGISTRAR, once="c", decree_id=decree, sealing=office.ports.sealing
    )
    assert retried.replayed and [each.seq for each in retried.receipts] == [2]
    assert [office.scan(each).code for each in (first, new, second)] == ["replaced", "valid", "revoked"]
    assert office.ports.queries.pending_publications() == ()
    assert office.ports.queries.certificate(new, now=now).row.printable is True


def test_nothing_ever_moves_back_to_valid(office: Office) -> None:
    """A walk through lawful acts; each published state may follow the one before it."""
    rng = random.Random(20270124)
    live, revoked, dead = office.issued(6), [], []
    before = office.state()
    for step in range(40):
        office.clock.move(seconds=rng.choice((1, 40, 600)))
        choice = rng.random()
        if choice < 0.4 and live:
            number = live.pop(rng.randrange(len(live)))
            live.append(replaced(office, number))
            dead.append(number)
        elif choice < 0.7 and live:
            number = live.pop(rng.randrange(len(live)))
            revoked.append((number, revoke(office, number)))
        elif revoked:
            number, revocation = revoked.pop()
            live += annul(office, revocation)
            dead.append(number)
        else:
            live += office.issued(1, start=100 + step)
        after = office.state()
        check_statuses(before.statuses, after.statuses)
        assert after.seq == before.seq + 1 and after.previous == before.digest
        before = after
    assert {office.scan(each).code for each in live} <= {"valid"}
    assert {office.scan(each).code for each, _ in revoked} <= {"revoked"}
    assert not {office.scan(each).code for each in dead} & {"valid"}
    assert check_acts(office.ports.queries.stored_acts()).bad_act is None


def test_a_restored_backup_signs_nothing(office: Office, tmp_path: Path) -> None:
    office.issued(1)
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(str(office.engine.url.database), backup)
    (number,) = office.issued(1, start=5)
    revoke(office, number)
    engine = open_engine(f"sqlite:///{backup}")
    old = reopen_office(engine)
    old.published, old.shards = office.published, office.shards
    with pytest.raises(Conflict, match="restored_database") as caught:
        old.publish("kg-2027-pr")
    assert caught.value.facts["published"] > caught.value.facts["held"]
    engine.dispose()


def test_a_backup_that_signed_on_without_the_files_is_found(office: Office, tmp_path: Path) -> None:
    office.issued(1)
    backup = tmp_path / "backup.sqlite3"
    shutil.copy(str(office.engine.url.database), backup)
    office.clock.move(seconds=5)
    office.publish("kg-2027-pr")
    engine = open_engine(f"sqlite:///{backup}")
    old = reopen_office(engine)
    old.clock.instant = office.clock.now() + timedelta(seconds=7)
    old.publish("kg-2027-pr")  # the same seq, another content
    old.published = office.published
    with pytest.raises(Conflict, match="restored_database"):
        old.publish("kg-2027-pr")
    engine.dispose()


def test_stored_files_are_those_published(office: Office) -> None:
    office.issued(3)
    with office.ports.unit_of_work() as uow:
        again = stored_publication(uow=uow, election_id="kg-2027-pr")
        assert stored_publication(uow=uow, election_id="none") is None
    assert again == office.published["kg-2027-pr"]


def test_only_the_system_publishes_and_only_called_elections(office: Office) -> None:
    office.election(call_published_at=None)
    assert office.published == {}
    for actor, refusal in ((REGISTRAR, Forbidden), (SYSTEM, CodedError)):
        with pytest.raises(refusal), office.ports.unit_of_work() as uow:
            publish_state(
                uow=uow,
                clock=office.clock,
                actor=actor,
                election_id="kg-2027-pr",
                sealing=office.ports.sealing,
                policy=StatePolicy(),
                published=None,
            )


@pytest.mark.parametrize(
    ("instant", "ttl"),
    [
        (at(ELECTION_DAY, 0) - timedelta(seconds=1), 900),
        (at(ELECTION_DAY, 0), 60),
        (at(ELECTION_DAY + timedelta(days=1), 12) - timedelta(seconds=1), 60),
        (at(ELECTION_DAY + timedelta(days=1), 12), 900),
    ],
)
def test_states_are_fresher_on_voting_days(office: Office, instant: Any, ttl: int) -> None:
    office.election()
    office.clock.instant = instant
    office.publish("kg-2027-pr")
    assert office.state().ttl == ttl


def test_a_clock_set_back_does_not_set_back_the_state(office: Office) -> None:
    office.election()
    iat = office.state().iat
    office.clock.move(hours=-5)
    office.publish("kg-2027-pr")
    assert office.state().iat == iat


def test_more_than_a_shard(office: Office) -> None:
    decree, organisation = office.drafted(0), office.known_organisation()
    cells = {"citizenships": "NLD", "document_country": "NLD", "organisation": organisation}
    rows = [ListRow(n, cells | {"surname_latin": "Ostrander", "document_number": f"X{n:07d}"}) for n in range(1030)]
    office.do(apply_import, by=REGISTRAR, decree_id=decree, rows=rows)
    office.sign(decree)
    result = office.do(issue_credentials, by=REGISTRAR, decree_id=decree, sealing=office.ports.sealing)
    numbers = result["numbers"]
    assert len(office.published["kg-2027-pr"].state.index) == 64
    (late,) = office.issued(1, start=5000)
    assert len(office.published["kg-2027-pr"].shards) == 1  # only what changed is published again
    assert {office.scan(each).code for each in (numbers[0], numbers[1023], numbers[1024], late)} == {"valid"}


def test_a_moved_election_day_reaches_the_state(office: Office) -> None:
    office.election()
    office.do(
        edit_calendar,
        by=REGISTRAR,
        election_id="kg-2027-pr",
        titles={"ky": "Шайлоо", "ru": "Выборы", "en": "Election"},
        date_set_at=at(date(2026, 10, 1), 10),
        call_published_at=at(date(2026, 10, 2), 10),
        voting_days=[date(2027, 1, 31)],
        window_rule="three_clear_days",
        reason="Decision of the Jogorku Kenesh",
        confirmed=True,
    )
    assert office.state().voting_days == ((date(2027, 1, 31) - date(1970, 1, 1)).days,)
    assert office.ports.queries.election("kg-2027-pr").window_last_day == date(2027, 1, 27)


def test_an_overdue_revocation_is_asked_for_until_a_state_says_it(office: Office) -> None:
    (number,) = office.issued(1)
    silent = silenced(office)
    revoke(silent, number)
    instant = office.clock.now().replace(second=0)
    office.clock.move(hours=2)
    assert office.ports.queries.next_effective_instant() == (instant, "kg-2027-pr")
    office.publish("kg-2027-pr")
    assert office.ports.queries.next_effective_instant() is None


def test_an_absent_database_is_unavailable_not_an_accident(tmp_path: Path) -> None:
    office = reopen_office(open_engine(f"sqlite:///{tmp_path / 'none' / 'office.sqlite3'}"))
    with pytest.raises(Unavailable, match="database_unavailable"):
        office.ports.queries.elections()


def test_a_credential_that_no_state_would_list_stops_publication(office: Office) -> None:
    office.issued(1)
    with writing(office.engine) as connection:
        connection.execute(text("UPDATE election SET next_index = next_index + 1"))
        connection.commit()
    with pytest.raises(Conflict, match="credential_not_listed"):
        office.publish("kg-2027-pr")
