"""An organisation applies: drafts, people on the list, filing with a number, what the law refuses."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from server.accreditation.errors import CodedError
from server.usecases.applications import discard_application, edit_application, open_application
from server.usecases.complete_nomination import complete_nomination
from server.usecases.errors import Conflict, Forbidden, InvalidInput, NotFound
from server.usecases.file_application import file_application
from server.usecases.nominate import add_nomination, edit_nomination, remove_nomination
from server.usecases.records import Application, Message, Nomination, NominationWord, Notice
from server.usecases.withdraw import withdraw_application, withdraw_nominations
from tests.mission import CONTACT, invited_mission, mission_line
from tests.office import REGISTRAR, Office


def kept(office: Office, nomination: str) -> Nomination:
    with office.ports.unit_of_work() as uow:
        return uow.get(Nomination, nomination)


def test_an_application_is_filed_with_a_number_and_everyone_is_told(office: Office) -> None:
    mission = invited_mission(office)
    application, ids = mission.filed(2)
    row = office.ports.queries.application(application)
    assert (row.state, row.number, row.states) == ("filed", "PR-A-0001", {"filed_cec": 2})
    with office.ports.unit_of_work() as uow:
        kinds = sorted((each.kind, each.role, bool(each.organisation_id)) for each in uow.find(Notice))
        letters = {each.recipient for each in uow.find(Message)}
    assert ("application_filed", None, True) in kinds and ("application_received", "registrar", False) in kinds
    assert CONTACT.email in letters
    acts = [act.kind for act in office.ports.queries.acts(subject_id=ids[0], limit=10).rows]
    assert "nomination_filed_cec" in acts


def test_one_incomplete_person_holds_back_nobody(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application(channel="mfa")
    whole, bare, undated = (
        mission.person(application, 1),
        mission.person(application, 2),
        mission.person(application, 3, birth_date=None),
    )
    mission.copy(whole, undated)
    with pytest.raises(CodedError) as caught:
        mission.do(file_application, application_id=application)
    assert (caught.value.code, caught.value.facts["positions"]) == ("people_incomplete", "2, 3")
    done = mission.do(file_application, application_id=application, only_complete=True)
    assert (done["filed"], done["left"], done["number"]) == (1, 2, "PR-A-0001")
    assert [kept(office, each).state for each in (whole, bare, undated)] == ["filed_mfa", "draft", "draft"]
    mission.copy(bare)
    more = mission.do(file_application, application_id=application, only_complete=True)
    assert (more["filed"], more["left"], more["number"]) == (1, 1, "PR-A-0001")


@pytest.mark.parametrize(
    ("move", "code"), [({"days": 11, "hours": 13, "minutes": 59}, None), ({"days": 12}, "window_closed")]
)
def test_tv_03_04_the_hour_of_filing_decides(office: Office, move: dict[str, float], code: str | None) -> None:
    mission = invited_mission(office)
    application = mission.application()
    mission.copy(mission.person(application))
    office.clock.move(**move)
    if code is None:
        assert mission.do(file_application, application_id=application)["filed"] == 1
        return
    with pytest.raises(CodedError) as caught:
        mission.do(file_application, application_id=application)
    assert (caught.value.code, caught.value.clause) == (code, "3.7")
    assert office.ports.queries.application(application).state == "draft"


def test_il_03_nothing_is_filed_without_a_valid_invitation(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application()
    mission.copy(mission.person(application))
    with office.ports.unit_of_work() as uow:
        uow.commit()
    with office.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE invitation SET state = 'lapsed'")
    with pytest.raises(CodedError) as caught:
        mission.do(file_application, application_id=application)
    assert (caught.value.code, caught.value.clause) == ("invitation_not_valid", "2.1")


def test_a_citizen_may_stand_on_the_list_and_the_user_is_told(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application()
    line = mission_line(1, citizenships=("KGZ", "DEU"))
    done = mission.do(add_nomination, application_id=application, line=line)
    assert done["warnings"] == ["citizen_of_kyrgyz_republic"]
    assert kept(office, done["id"]).citizenships == "KGZ,DEU"


def test_look_alikes_in_a_number_are_read_as_latin_and_said(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application()
    done = mission.do(add_nomination, application_id=application, line=mission_line(1, document_number="Х12-34567 С"))
    assert done["warnings"] == ["document_number_look_alikes"]
    assert kept(office, done["id"]).document_number == "X1234567C"


def test_the_same_document_stands_once_on_a_list(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application()
    first = mission.person(application, 1)
    with pytest.raises(Conflict) as caught:
        mission.person(application, 1, given_latin="Other")
    assert (caught.value.code, caught.value.facts["position"]) == ("already_on_list", 1)
    second = mission.person(application, 2)
    with pytest.raises(Conflict):
        mission.do(edit_nomination, nomination_id=second, line=mission_line(1))
    mission.do(edit_nomination, nomination_id=first, line=mission_line(1, given_latin="Wilhelmina"))
    n = kept(office, first).n
    with office.ports.unit_of_work() as uow:
        words = {each.word for each in uow.find(NominationWord, n=n)}
    assert "wilhelmina" in words and "wilma" not in words


def test_a_draft_is_forgotten_whole_and_what_was_filed_stays(office: Office) -> None:
    mission = invited_mission(office)
    application = mission.application()
    draft = mission.person(application)
    mission.copy(draft)
    mission.do(remove_nomination, nomination_id=draft)
    mission.person(application, 2)
    mission.do(discard_application, application_id=application)
    with office.ports.unit_of_work() as uow:
        assert (uow.count(Nomination), uow.count(NominationWord), uow.count(Application)) == (0, 0, 0)
    filed, ids = mission.filed()
    for verb, given, code in (
        (remove_nomination, {"nomination_id": ids[0]}, "nomination_filed"),
        (edit_nomination, {"nomination_id": ids[0], "line": mission_line(1)}, "nomination_not_open"),
        (discard_application, {"application_id": filed}, "application_filed"),
        (edit_application, {"application_id": filed, "channel": "mfa", "contact": CONTACT}, "application_filed"),
    ):
        with pytest.raises(Conflict) as caught:
            mission.do(verb, **given)
        assert caught.value.code == code


def test_people_are_withdrawn_one_by_one_or_all_at_once(office: Office) -> None:
    mission = invited_mission(office)
    application, ids = mission.filed(3)
    done = mission.do(withdraw_nominations, application_id=application, nomination_ids=[ids[0]])
    assert (done["withdrawn"], done["application_state"]) == (1, "filed")
    done = mission.do(withdraw_application, application_id=application)
    assert (done["withdrawn"], done["application_state"]) == (2, "withdrawn")
    with pytest.raises(Conflict):
        mission.do(withdraw_application, application_id=application)


def test_what_was_returned_is_completed_inside_the_window(office: Office) -> None:
    from server.usecases.intake import begin_check, receive_nominations
    from server.usecases.return_nomination import return_nomination

    mission = invited_mission(office)
    _, (first, second) = mission.filed(2)
    office.do(receive_nominations, by=REGISTRAR, nomination_ids=[first, second])
    office.do(begin_check, by=REGISTRAR, nomination_ids=[first, second])
    for each in (first, second):
        office.do(return_nomination, by=REGISTRAR, nomination_id=each, missing=("document_copy",), note="")
    mission.do(edit_nomination, nomination_id=first, line=mission_line(1, document_expires_on=date(2031, 1, 1)))
    mission.do(complete_nomination, nomination_id=first)
    page = office.ports.queries.nomination(first)
    assert page.row.state == "check" and page.returns[0].completed_at == office.clock.now()
    with pytest.raises(Conflict):
        mission.do(complete_nomination, nomination_id=first)
    office.clock.move(days=12)
    with pytest.raises(CodedError) as caught:
        mission.do(complete_nomination, nomination_id=second)
    assert caught.value.code == "window_closed"


@pytest.mark.parametrize(
    ("verb", "given"),
    [
        (open_application, {"invitation_id": "invitation", "channel": "cec", "contact": CONTACT}),
        (edit_application, {"application_id": "draft", "channel": "cec", "contact": CONTACT}),
        (discard_application, {"application_id": "draft"}),
        (add_nomination, {"application_id": "draft", "line": mission_line(7)}),
        (edit_nomination, {"nomination_id": "drafted", "line": mission_line(7)}),
        (remove_nomination, {"nomination_id": "drafted"}),
        (file_application, {"application_id": "draft"}),
        (withdraw_application, {"application_id": "filed"}),
        (withdraw_nominations, {"application_id": "filed", "nomination_ids": ["sent"]}),
        (complete_nomination, {"nomination_id": "sent"}),
    ],
)
def test_to_one_organisation_another_ones_things_do_not_exist(
    office: Office, verb: Any, given: dict[str, Any]
) -> None:
    other = invited_mission(office, "Mountain Watch")
    mission = invited_mission(office)
    filed, (sent,) = mission.filed()
    draft = mission.application()
    drafted = mission.person(draft, 5)
    ids = {"invitation": mission.invitation, "draft": draft, "drafted": drafted, "filed": filed, "sent": sent}

    def real(value: Any) -> Any:
        if isinstance(value, list):
            return [ids[each] for each in value]
        return ids.get(value, value) if isinstance(value, str) else value

    with pytest.raises(NotFound):
        other.do(verb, **{name: real(value) for name, value in given.items()})
    with pytest.raises((Forbidden, NotFound)):
        office.do(verb, by=REGISTRAR, **{name: real(value) for name, value in given.items()})


def test_a_contact_is_checked_field_by_field(office: Office) -> None:
    mission = invited_mission(office)
    from server.usecases.applications import Contact

    with pytest.raises(InvalidInput) as caught:
        mission.do(
            open_application, invitation_id=mission.invitation, channel="cec", contact=Contact(" ", "nobody", "abc")
        )
    assert {each.path for each in caught.value.errors} == {"contact_name", "contact_email", "contact_phone"}
