"""The replay of November 2021: its figures, made by the use cases, continued by a second start without a change."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest

from server.demo.replay import BATCHES, CODE
from server.usecases.check_acts import check_acts
from server.usecases.queries import CertificateFilter
from tests.unit.demo.house import House, open_house

pytestmark = pytest.mark.xdist_group("replay")  # one building serves them all


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = open_house(
        tmp_path_factory.mktemp("replay") / "data", datetime(2026, 11, 23, 9, 30, tzinfo=UTC), replay=True
    )
    made.build()
    return made


def test_everyone_ends_where_they_ended_then(house: House) -> None:
    assert house.ports.queries.nomination_counts(election_id=CODE) == {
        "accredited": 736, "refused": 26, "withdrawn": 9, "merged": 7, "undecided_at_close": 3,
    }  # fmt: skip


def test_the_decree_batches_are_those_of_that_time(house: House) -> None:
    rows = house.ports.queries.decrees(election_id=CODE, kind="accreditation").rows
    assert sorted((row.decree_date, row.number, row.size) for row in rows) == sorted(BATCHES)
    assert all(row.issued == row.size and row.published_at for row in rows)


def test_refusals_by_ground_and_revocations_by_kind(house: House) -> None:
    with house.ports.unit_of_work() as uow:
        from server.usecases.records import DeprivedPerson, RefusalGround, Revocation

        assert Counter(each.ground for each in uow.find(RefusalGround)) == {"D2b": 22, "D2c": 1, "D4": 1, "N1": 2}
        kinds = Counter(
            each.kind for each in uow.find(Revocation) if house.ports.queries.revocation(each.id).decree_number
            in ("191-к", "196-к", "201-к", "206-к", "212-к")
        )  # fmt: skip
        assert kinds == {"W1": 3, "W2": 1, "V1": 1}
        assert uow.count(DeprivedPerson) >= 2  # the earlier decree, and the gross violation of election day


def test_papers_of_then_have_ended_and_the_log_is_whole(house: House) -> None:
    page = house.ports.queries.certificates(
        CertificateFilter(election_id=CODE, status="term_ended"), now=house.clock.now(), limit=5
    )
    assert len(page.rows) == 5
    assert check_acts(house.ports.queries.stored_acts()).bad_act is None


def test_a_second_start_changes_nothing(house: House) -> None:
    before = house.acts()
    house.build()
    assert house.acts() == before
