"""Documents on paper at the Ministry: written down by form and list, scanned, filed; nobody else sees the draft."""

from __future__ import annotations

import re
from io import BytesIO
from typing import Any

from server.usecases.queries_of_applications import ApplicationFilter
from tests.uploaders import jpeg
from tests.web.console.journeys import Journey
from tests.web.console.test_intake_pages import invited
from tests.web.console.world import Browser, line_fields

LIST = (
    "surname_latin,given_latin,citizenships,document_country,document_number,birth_date\n"
    "Kestrel,Ingrid,NLD,NLD,NX123457,1984-03-02\nKestrel,Otto,NLD,NLD,{number},1986-03-02\n"
)


def opened(journey: Journey) -> tuple[Browser, str]:
    """Open a draft on paper; return the officer and the draft's path."""
    invitation = invited(journey)
    ministry = journey.officer("mfa")
    ministry.send("/mfa/paper/new", invitation_id=invitation, mfa_number="—", contact_name="A. Contact",
                  contact_email="no address", contact_phone="")  # fmt: skip
    wrong = set(re.findall(r'id="(e-[a-z_]+)"', ministry.page))
    assert (ministry.status, wrong) == (422, {"e-mfa_number", "e-contact_email"})
    ministry.send("/mfa/paper/new", invitation_id=invitation, mfa_number="11-9/3", contact_name="A. Contact",
                  contact_email="a@example.org", contact_phone="")  # fmt: skip
    return ministry, ministry.path


def sent(ministry: Browser, path: str, **files: Any) -> str:
    return ministry.post(path, {**ministry.hidden(), **files}, content_type="multipart/form-data")


def test_a_paper_application_from_the_form_to_the_queue(journey: Journey) -> None:
    ministry, path = opened(journey)
    person = {
        name: value for name, value in line_fields("", birth_date="1980-02-29").items() if name != "organisation"
    }
    ministry.send(f"{path}/new", **person)
    assert ministry.path == path and "N1234567" in ministry.text()
    faulty = LIST.format(number="?").encode()
    sent(ministry, path, list=(BytesIO(faulty), "people.csv"))
    assert ministry.status == 422 and "People: 1" in ministry.text(), ministry.text()
    assert "row 3" in ministry.text().lower(), ministry.text()
    sent(ministry, path, list=(BytesIO(LIST.format(number="NX123458").encode()), "people.csv"))
    assert "People: 3" in ministry.text()
    ministry.post(f"{path}/file", ministry.hidden())
    assert ministry.status == 422
    ministry.get(path)
    for action in re.findall(rf"{path}/scan-[0-9a-f-]+", ministry.page):
        sent(ministry, action, copy=(BytesIO(jpeg()), "scan.jpg"))
    assert ministry.text().count("scans: 1") == 3
    ministry.post(f"{path}/file", ministry.hidden())
    assert ministry.path == "/mfa" and "people: 3" in ministry.text()
    counts = journey.world.ports.queries.nomination_counts(election_id="president-2027")
    assert counts == {"filed_mfa": 3}


def test_a_draft_on_paper_is_the_ministrys_alone_and_can_be_taken_back(journey: Journey) -> None:
    ministry, path = opened(journey)
    queries = journey.world.ports.queries
    organisation = queries.application(path.rsplit("/", 1)[-1]).organisation_id
    assert queries.applications(ApplicationFilter(organisation_id=organisation)).rows == ()
    registrar = journey.officer("registrar")
    registrar.get(path.replace("/mfa/paper", "/applications"))
    assert registrar.status == 404
    ministry.get("/mfa/paper")
    assert "11-9/3" in ministry.text()
    ministry.get(path)
    ministry.post(f"{path}/discard", ministry.hidden())
    ministry.get(path)
    assert ministry.status == 404
