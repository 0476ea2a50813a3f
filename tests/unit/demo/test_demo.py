"""The demo is made by the use cases alone, may start at any hour, be cut off anywhere, and start again."""

from __future__ import annotations

import json
import stat
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.accreditation.calendar import day_of
from server.credential import claims, cose, notices, registry_digests
from server.credential.election_state import open_state
from server.credential.qr_text import read_text
from server.credential.root import Trust
from server.credential.verify import Held, verify
from server.demo import build, write_demo_json
from server.demo.notebook import read_notebook
from server.demo.people import invented_row
from server.demo.summary import STATES, certificates_by_state
from server.settings import SettingsError
from server.usecases.check_acts import check_acts
from server.usecases.queries import CertificateFilter
from server.usecases.roles import OFFICERS, ORGANISATION, SECOND_FACTOR_REQUIRED
from tests.unit.demo.house import QUIET, House, open_house

pytestmark = pytest.mark.xdist_group("demo")  # one building serves them all


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    made = open_house(tmp_path_factory.mktemp("demo") / "data", datetime(2026, 11, 23, 9, 30, tzinfo=UTC))
    made.build()
    return made


def test_verdicts_are_what_demo_json_says(house: House) -> None:
    root = house.ports.trust.root
    trust = Trust(root, root.issuer, root.origins, 0)
    now = int(house.clock.now().timestamp())
    states = {}
    for election in house.ports.queries.elections():
        with house.ports.unit_of_work() as uow:
            stored = uow.publication().newest(election.id)
            shards = uow.publication().shards(election.id)
        assert stored is not None
        state = open_state(stored.token, trust=trust, held=())
        digests = registry_digests.Digests(state.seq, stored.index, shards)
        states[election.id] = Held(state, digests, notices.decode(stored.notices))
    listed = certificates_by_state(house.ports, origin=house.settings.origins[0], now=house.clock.now())
    assert {each["state"] for each in listed} == set(STATES)
    for each in listed:
        verdict = verify(each["qr_text"], trust=trust, states=states, device_now=now)
        assert verdict.code == each["state"]
        assert verdict.claims is not None and verdict.claims["number"] == each["number"]


def test_two_elections_one_running_and_today_in_every_term(house: House) -> None:
    running, over = (house.ports.queries.election(each) for each in ("demo-running", "demo-over"))
    today = day_of(house.clock.now())
    assert running.term_basis == 0 and running.voting_days[0] - today == timedelta(days=7)
    assert running.window_opens_at and running.window_closes_at
    assert running.window_opens_at < house.clock.now() < running.window_closes_at
    assert (running.accredited, running.certificates, running.revoked) == (58, 54, 4)
    assert over.term_basis == 1 and over.results_published_day == today - timedelta(days=13)
    for election in (running, over):
        assert "үлгү" in election.titles["ky"] and "образец" in election.titles["ru"]
        assert "synthetic" in election.titles["en"]


def test_every_officer_finds_work(house: House) -> None:
    desk = house.ports.queries.dashboard(now=house.clock.now())
    assert desk.drafts_to_sign >= 2
    assert desk.decrees_to_publish >= 1
    assert desk.decrees_to_issue >= 1
    assert desk.publications_waiting == 0


def test_a_dozen_organisations_and_people_are_plainly_invented(house: House) -> None:
    organisations = house.ports.queries.organisations(limit=50).rows
    assert len(organisations) == 12
    assert all("(fictional)" in each.name for each in organisations)
    page = house.ports.queries.certificates(CertificateFilter(), now=house.clock.now(), limit=200)
    numbers = Counter(
        house.ports.queries.certificate(row.number, now=house.clock.now()).document_number for row in page.rows
    )
    assert all(number.startswith("X0000") for number in numbers)
    assert any(set("ӨөҢңҮү") & set(row.name_cyrillic) for row in page.rows)
    assert any(row.name_cyrillic == "" for row in page.rows)
    assert len({row.name_latin for row in page.rows}) > 50


def test_story_runs_forward_and_never_past_the_present(house: House) -> None:
    rows = house.ports.queries.acts(limit=200).rows
    instants = [row.at for row in sorted(rows, key=lambda row: row.n) if not row.kind.endswith("_effective")]
    assert instants == sorted(instants)
    assert max(instants) <= house.clock.now()
    page = house.ports.queries.certificates(CertificateFilter(), now=house.clock.now(), limit=1)
    full = house.ports.queries.certificate(page.rows[0].number, now=house.clock.now())
    parsed = claims.parse(cose.open_sign1(full.sealed).payload or b"")
    assert isinstance(parsed, claims.CredentialClaims)
    assert parsed.issued_at <= house.clock.now().timestamp()


def test_a_second_start_changes_nothing_even_days_later(house: House) -> None:
    before = house.acts()
    first = house.clock.at
    house.clock.at = first + timedelta(days=3)
    try:
        house.build()
        assert house.acts() == before
    finally:
        house.clock.at = first


def test_demo_json_is_private_and_complete(house: House) -> None:
    write_demo_json(house.settings)
    path = house.settings.data_dir / "demo.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    told = json.loads(path.read_text("utf-8"))
    assert set(told) == {"public", "console", "portal", "accounts", "certificates"}
    assert set(told["accounts"]) == {*OFFICERS, ORGANISATION}
    for role, account in told["accounts"].items():
        assert set(account) == {"login", "password"} | ({"totp"} if role in SECOND_FACTOR_REQUIRED else set())
        assert house.ports.queries.account(account["login"]).role == role  # type: ignore[union-attr]
        assert len(account["password"]) >= 12
    for certificate in told["certificates"]:
        assert set(certificate) == {"number", "qr_text", "state"}
        assert read_text(certificate["qr_text"], origins=house.settings.origins)


class CutError(Exception):
    """The power went off."""


@pytest.mark.parametrize("after", [7, 24, 41])
def test_a_start_cut_off_anywhere_is_taken_up(
    after: int, house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut = open_house(tmp_path / "data", house.clock.at)
    done = 0

    def fail_after(*_: object, **__: object) -> None:
        nonlocal done
        done += 1
        if done == after:
            raise CutError

    with monkeypatch.context() as patch:
        patch.setattr("rich.progress.Progress.advance", fail_after)
        with pytest.raises(CutError):
            cut.build()
    cut.clock.at += timedelta(hours=5)
    cut.build()
    assert Counter(kind for _, kind in cut.acts()) == Counter(kind for _, kind in house.acts())


@pytest.mark.parametrize(
    "first_start",
    [
        datetime(2026, 12, 31, 18, 0, 30, tzinfo=UTC),  # half a minute into the new year in Bishkek
        datetime(2028, 2, 29, 17, 59, 59, tzinfo=UTC),
    ],
)
def test_any_hour_will_do_for_the_first_start(first_start: datetime, tmp_path: Path) -> None:
    late = open_house(tmp_path / "data", first_start)
    late.build()
    listed = certificates_by_state(late.ports, origin=late.settings.origins[0], now=first_start)
    assert {each["state"] for each in listed} == set(STATES)
    assert late.ports.queries.dashboard(now=first_start).drafts_to_sign >= 2
    assert max(row.at for row in late.ports.queries.acts(limit=5).rows) <= first_start


def test_production_refuses_the_demo(house: House) -> None:
    with pytest.raises(SettingsError, match="refused in production"):
        build(replace(house.settings, environment="production"), house.ports, house.clock, QUIET)


def test_invented_people_differ_and_stay_the_same() -> None:
    rows = [invented_row(number) for number in range(1, 300)]
    assert len({row.cells["document_number"] for row in rows}) == 299
    assert rows == [invented_row(number) for number in range(1, 300)]
    assert all("KGZ" not in row.cells["citizenships"] for row in rows)
    assert any("," in row.cells["citizenships"] for row in rows)
    assert any(len(row.cells["surname_latin"] + row.cells["given_latin"]) > 30 for row in rows)
    assert any(not row.cells["given_latin"] for row in rows)


def test_act_log_of_the_demo_holds(house: House) -> None:
    verdict = check_acts(house.ports.queries.stored_acts())
    assert verdict.bad_act is None
    assert verdict.checked == len(house.acts())


def test_an_older_installation_gets_the_accounts_it_lacks_and_keeps_the_others(house: House, tmp_path: Path) -> None:
    older = open_house(tmp_path / "data", house.clock.at)
    with pytest.MonkeyPatch.context() as patch:
        for module in ("server.demo.notebook", "server.demo.stage"):
            patch.setattr(f"{module}.ROLES", ("registrar", "approver", "records"))
        older.build()
    kept = read_notebook(older.settings).passwords
    assert set(kept) == {"registrar", "approver", "records", ORGANISATION}
    acts = older.acts()
    older.clock.at += timedelta(days=2)
    older.build()
    passwords = read_notebook(older.settings).passwords
    assert set(passwords) == {*OFFICERS, ORGANISATION}
    assert kept.items() <= passwords.items()
    assert older.acts()[: len(acts)] == acts
    newest = older.ports.queries.acts(limit=1).rows[0]
    assert (newest.kind, newest.at) == ("user_added", older.clock.at)
