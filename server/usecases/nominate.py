"""People on an application's list: added, corrected, taken off, by form.

A citizen of the Kyrgyz Republic may stand on the list: that the person can't be accredited (1.4) is the
Commission's reasoned act, and the page says so at once. Clause: 1.3, 1.4, 3.1.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from server.accreditation.calendar import day_of
from server.accreditation.machines import NominationState
from server.accreditation.person import is_citizen, look_alikes
from server.usecases.applications import must_be_in_window, must_be_own, own_application
from server.usecases.errors import Conflict
from server.usecases.line_input import LineInput
from server.usecases.nomination_records import data_of, forget_nomination, nomination_of, restate
from server.usecases.persons import CleanLine, OrganisationBook, clean_line
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Election, Nomination, Organisation
from server.usecases.texts import Faults

MOST_PEOPLE = 10_000


def add_nomination(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str, line: LineInput
) -> dict[str, Any]:
    """Put a person on an own application's list: {"id", "warnings": codes}; ``line.organisation`` is not read.

    On a filed application the person is a draft until filed too.
    Raises: NotFound, InvalidInput (every field at once), Conflict `already_on_list`, `too_many_people`,
        `application_withdrawn`, CodedError `window_closed` (3.7).
    """
    application = open_list(uow, application_id, actor=actor, clock=clock)
    cleaned = cleaned_line(uow, application, line, clock=clock)
    _must_be_new(uow, application, cleaned)
    position = uow.greatest(Nomination, "position", application_id=application.id) + 1
    if position > MOST_PEOPLE:
        raise Conflict("too_many_people", limit=MOST_PEOPLE)
    id, n = uow.new_id(), uow.greatest(Nomination, "n") + 1
    uow.add(*nomination_of(application, cleaned, id=id, n=n, position=position, now=clock.now()))
    _log(uow, "nomination_added", application, id, actor=actor, clock=clock, fingerprint=cleaned.fingerprint)
    return {"id": id, "warnings": warnings_of(line, cleaned)}


def edit_nomination(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str, line: LineInput
) -> dict[str, Any]:
    """Correct a person that is a draft or was returned: {"id", "warnings": codes}.

    Raises: NotFound, InvalidInput, Conflict `nomination_not_open`, `already_on_list`, CodedError `window_closed`.
    """
    nomination, application = own_nomination(uow, nomination_id, actor=actor)
    if nomination.state not in (NominationState.DRAFT, NominationState.RETURNED):
        raise Conflict("nomination_not_open", "3.1")
    must_be_in_window(uow, uow.get(Election, application.election_id), now=clock.now())
    cleaned = cleaned_line(uow, application, line, clock=clock)
    _must_be_new(uow, application, cleaned, besides=nomination_id)
    restate(uow, nomination, data_of(cleaned))
    _log(uow, "nomination_edited", application, nomination_id, actor=actor, clock=clock,
         fingerprint=cleaned.fingerprint)  # fmt: skip
    return {"id": nomination_id, "warnings": warnings_of(line, cleaned)}


def remove_nomination(*, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str) -> str:
    """Take a person who is still a draft off the list; return the application's id.

    Raises: NotFound, Conflict `nomination_filed`: who was filed is withdrawn instead.
    """
    nomination, application = own_nomination(uow, nomination_id, actor=actor)
    if nomination.state != NominationState.DRAFT:
        raise Conflict("nomination_filed", "3.1")
    forget_nomination(uow, nomination, now=clock.now())
    _log(uow, "nomination_removed", application, nomination_id, actor=actor, clock=clock)
    return application.id


def open_list(uow: UnitOfWork, application_id: str, *, actor: Actor, clock: Clock) -> Application:
    """Return an own application to whose list people may be added now.

    Raises: NotFound, Conflict `application_withdrawn`, CodedError `window_closed`.
    """
    application = own_application(uow, application_id, actor=actor)
    if application.state == "withdrawn":
        raise Conflict("application_withdrawn", "3.1")
    must_be_in_window(uow, uow.get(Election, application.election_id), now=clock.now())
    return application


def own_nomination(uow: UnitOfWork, nomination_id: str, *, actor: Actor) -> tuple[Nomination, Application]:
    """Return a nomination of the actor's own organisation, and its application.

    Raises: Forbidden, NotFound.
    """
    actor.must_be("organisation", "mfa")
    nomination = uow.get(Nomination, nomination_id)
    application = uow.get(Application, nomination.application_id)
    must_be_own(application, actor=actor, kind="nomination", key=nomination_id)
    return nomination, application


def cleaned_line(uow: UnitOfWork, application: Application, line: LineInput, *, clock: Clock) -> CleanLine:
    """Return the line as it is kept.

    Raises: InvalidInput, every field at once.
    """
    organisation = uow.get(Organisation, application.organisation_id)
    own = replace(line, organisation=organisation.id)
    today = day_of(clock.now())
    cleaned = clean_line(own, organisations=OrganisationBook([organisation]), today=today, any_citizenship=True)
    if isinstance(cleaned, Faults):
        cleaned.raise_if_any()
        raise AssertionError("a line with faults was not refused")
    return cleaned


def warnings_of(line: LineInput, cleaned: CleanLine) -> list[str]:
    """Return codes of what the user is told about a line that stands."""
    found = []
    if is_citizen(cleaned.nominee.citizenships):
        found.append("citizen_of_kyrgyz_republic")
    if look_alikes(line.document_number):
        found.append("document_number_look_alikes")
    return found


def _must_be_new(uow: UnitOfWork, application: Application, line: CleanLine, *, besides: str | None = None) -> None:
    same = uow.find(
        Nomination,
        document_number=line.document.number,
        document_country=line.document.country,
        application_id=application.id,
    )
    for each in same:
        if each.id != besides:
            raise Conflict("already_on_list", field="document_number", position=each.position)


def _log(
    uow: UnitOfWork, kind: str, application: Application, nomination_id: str, *, actor: Actor, clock: Clock,
    **committed: object,
) -> None:  # fmt: skip
    uow.log(
        kind,
        actor=actor,
        at=clock.now(),
        election_id=application.election_id,
        subjects={"nomination": nomination_id, "application": application.id},
        committed=committed,
    )
