"""The annex from a list: errors by row and column, corrected in place, nothing lost; the papers of a decree."""

from __future__ import annotations

import io
import re
import threading
import zipfile

import pytest

from server.web.errors import ProblemError
from server.web.kept_lists import pack, unpack
from tests.web.console.journeys import Journey
from tests.web.console.world import CONSOLE

HEADER = "surname_latin,given_latin,citizenships,document_country,document_number,organisation\n"


@pytest.fixture
def draft(journey: Journey) -> str:
    """Return the id of an empty draft."""
    journey.election()
    journey.organisation()
    registrar = journey.officer("registrar")
    registrar.send("/decrees/new", election_id="president-2027", subject="List")
    return registrar.path.rsplit("/", 1)[-1]


def upload(journey: Journey, draft: str, text: str, name: str = "list.csv") -> str:
    registrar = journey.officer("registrar")
    return registrar.send(f"/decrees/{draft}/import", list=(io.BytesIO(text.encode()), name))


def test_a_wrong_row_is_corrected_in_place_and_applied_once(journey: Journey, draft: str) -> None:
    organisation = "Example Observers Network"
    rows = f"Testova,Anna,KAZ,KAZ,N1000001,{organisation}\nTestov,Ivan,KGZ,KGZ,N1000002,{organisation}\n"
    page = upload(journey, draft, HEADER + rows)
    registrar = journey.officer("registrar")
    assert registrar.status == 422
    assert "Row 3" in registrar.text()
    assert "Clause 1.4" in registrar.text()
    assert 'name="cell-3-citizenships" value="KGZ"' in page
    assert journey.world.ports.queries.decree(draft).decree.size == 0
    hidden = dict(re.findall(r'type="hidden" name="(once|rows|csrf_token)" value="([^"]*)"', page))
    registrar.post(f"/decrees/{draft}/import", {**hidden, "cell-3-citizenships": "KAZ", "step": "check"})
    assert registrar.status == 200
    assert "Add to the annex: 2" in registrar.text()
    hidden = dict(re.findall(r'type="hidden" name="(once|rows|csrf_token)" value="([^"]*)"', registrar.page))
    for _ in range(2):
        registrar.post(f"/decrees/{draft}/import", {**hidden, "step": "apply"})
    assert journey.world.ports.queries.decree(draft).decree.size == 2


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("", "empty.csv", "row"),
        ("a,b\n1,2\n", "other.csv", "template"),
        ("\x00\x01\x02", "odd.xlsx", "not an XLSX, ODS or CSV"),
        ("PK\x03\x04 not a workbook", "bomb.xlsx", "cannot be read"),
    ],
)
def test_a_file_that_is_no_list_is_told_so(journey: Journey, draft: str, text: str, name: str, words: str) -> None:
    upload(journey, draft, text, name)
    registrar = journey.officer("registrar")
    assert registrar.status == 422
    assert words in registrar.text()


def test_no_file_is_told_so(journey: Journey, draft: str) -> None:
    registrar = journey.officer("registrar")
    registrar.send(f"/decrees/{draft}/import")
    assert registrar.status == 422
    assert "No file was chosen" in registrar.text()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_can_be_sent_back(journey: Journey, draft: str, kind: str) -> None:
    registrar = journey.officer("registrar")
    answer = registrar.client.get(f"/lists/observers.{kind}", base_url=CONSOLE)
    registrar.send(f"/decrees/{draft}/import", list=(io.BytesIO(answer.data), f"observers.{kind}"))
    assert registrar.status in (200, 422)
    assert "Check of the list" in registrar.text() or "no rows" in registrar.text()


@pytest.mark.parametrize("text", ["", "!!", "AAAA", "eJwDAAAAAAE=", pack([])[:-4]])
def test_a_kept_list_that_was_tampered_with_is_refused(text: str) -> None:
    with pytest.raises(ProblemError):
        unpack(text)


def test_all_papers_of_a_decree_come_as_one_file_with_progress(journey: Journey) -> None:
    (number,) = journey.certificates()
    decree_id = journey.world.ports.queries.certificate(number, now=journey.world.clock.now()).row.decree_id
    registrar = journey.officer("registrar")
    registrar.get(f"/decrees/{decree_id}")
    fields = {**registrar.hidden(), "kind": "both"}
    registrar.post(f"/decrees/{decree_id}/print", fields)
    first = registrar.path
    registrar.post(f"/decrees/{decree_id}/print", fields)
    assert registrar.path == first
    for thread in [each for each in threading.enumerate() if each.name == "batch"]:
        thread.join(timeout=120)
    assert registrar.client.get(f"{first}/progress", base_url=CONSOLE).get_json() == {
        "state": "done",
        "done": 2,
        "total": 2,
    }
    other = journey.officer("approver").client.get(f"{first}/file.zip", base_url=CONSOLE)
    assert other.status_code == 404
    answer = registrar.client.get(f"{first}/file.zip", base_url=CONSOLE)
    names = zipfile.ZipFile(io.BytesIO(answer.data)).namelist()
    answer.close()
    assert len(names) == 2
    assert all(name.endswith(".pdf") for name in names)


def test_a_row_that_repeats_another_names_it_and_can_be_left_out(journey: Journey, draft: str) -> None:
    row = "Testova,Anna,KAZ,KAZ,N1000001,Example Observers Network\n"
    page = upload(journey, draft, HEADER + row + row)
    registrar = journey.officer("registrar")
    assert "twice, first in row 2" in registrar.text()
    hidden = dict(re.findall(r'type="hidden" name="(once|rows|csrf_token)" value="([^"]*)"', page))
    registrar.post(f"/decrees/{draft}/import", {**hidden, "leave": "3", "step": "check"})
    assert "Add to the annex: 1" in registrar.text()


def test_dates_are_shown_as_they_were_read_and_never_guessed(journey: Journey, draft: str) -> None:
    header = HEADER.replace("\n", ",surname_cyrillic,birth_date,document_expires_on\n")
    row = "Testova,Anna,KAZ,KAZ,N1000001,Example Observers Network,Тестова,{},30.05.2031\n"
    page = upload(journey, draft, header + row.format("05/06/1980"))
    registrar = journey.officer("registrar")
    assert "can be read in two ways: 05/06/1980" in registrar.text()
    hidden = dict(re.findall(r'type="hidden" name="(once|rows|csrf_token)" value="([^"]*)"', page))
    again = {**hidden, "cell-2-birth_date": "31/12/19xx", "step": "check"}
    registrar.post(f"/decrees/{draft}/import?lang=en", again)
    assert "cannot be read: 31/12/19xx" in registrar.text()
    upload(journey, draft, header + row.format("24/01/1980"))
    for shown in ("24 January 1980", "30 May 2031", "Тестова"):
        assert shown in registrar.text()


def test_what_reading_refused_keeps_its_facts(journey: Journey, draft: str) -> None:
    page = upload(journey, draft, HEADER + "T" * 900 + ",Anna,KAZ,KAZ,N1000001,Example Observers Network\n")
    registrar = journey.officer("registrar")
    assert "at most 400 characters" in registrar.text()
    hidden = dict(re.findall(r'type="hidden" name="(once|rows|csrf_token)" value="([^"]*)"', page))
    registrar.post(f"/decrees/{draft}/import", {**hidden, "step": "check"})
    assert "at most 400 characters" in registrar.text()
