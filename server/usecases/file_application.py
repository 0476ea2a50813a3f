"""Filing: an application with its list goes to the CEC or the Ministry, and the organisation holds a receipt.

Each person is filed whole or stays a draft: one incomplete line never holds back the others.
Clause: 2.1, 3.1, 3.2, 3.7, 3.9.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from server.accreditation.application import Channel, check_form
from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.applications import must_be_in_window, must_rest_on, own_application
from server.usecases.documents import IDENTITY
from server.usecases.errors import Conflict
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, CopyOnFile, Election, Invitation, Nomination

FILED_STATE = {Channel.CEC: NominationState.FILED_CEC, Channel.MFA: NominationState.FILED_MFA}
MISSING = ("birth_date", "identity_copy")


def file_application(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str, only_complete: bool = False
) -> dict[str, Any]:
    """File every draft on an own application's list: {"id", "number", "filed", "left"}.

    A later call on a filed application files the people added since, under the same number.

    Args:
        only_complete: file those with everything the form asks for, leave the others as drafts.

    Raises: NotFound; CodedError `window_closed` (3.7), `invitation_not_valid` (2.1), `form_outdated` (3.9),
        `nobody_to_file` (3.1), `people_incomplete` (3.1); Conflict `election_annulled`, `application_withdrawn`.
    """
    application = own_application(uow, application_id, actor=actor)
    if application.state == "withdrawn":
        raise Conflict("application_withdrawn", "3.1")
    election, now = uow.get(Election, application.election_id), clock.now()
    must_be_in_window(uow, election, now=now)
    must_rest_on(uow.get(Invitation, application.invitation_id))
    check_form(application.form_version, day=day_of(now))
    drafts = uow.find(Nomination, application_id=application.id, state=NominationState.DRAFT.value, order="position")
    if not drafts:
        raise CodedError("nobody_to_file", "3.1")
    missing = missing_of(uow, drafts)
    if missing and (not only_complete or len(missing) == len(drafts)):
        positions = ", ".join(str(each.position) for each in drafts if each.id in missing)
        raise CodedError("people_incomplete", "3.1", count=len(missing), positions=positions)
    filed = receive(uow, application, [each for each in drafts if each.id not in missing], actor=actor, now=now)
    _tell(uow, filed, election=election, people=len(drafts) - len(missing), now=now)
    return {"id": filed.id, "number": filed.number, "filed": len(drafts) - len(missing), "left": len(missing)}


def missing_of(uow: UnitOfWork, nominations: Sequence[Nomination]) -> dict[str, tuple[str, ...]]:
    """Return what the approved form asks for and each person lacks, by nomination; complete ones are left out."""
    ids = [each.id for each in nominations]
    copies = uow.find(CopyOnFile, nomination_id=ids, kind=IDENTITY, deleted_at=None) if ids else []
    copied = {each.nomination_id for each in copies}
    found: dict[str, tuple[str, ...]] = {}
    for each in nominations:
        lacks = {"birth_date": each.birth_date is None, "identity_copy": each.id not in copied}
        names = tuple(name for name in MISSING if lacks[name])
        if names:
            found[each.id] = names
    return found


def receive(
    uow: UnitOfWork, application: Application, people: Sequence[Nomination], *, actor: Actor, now: datetime
) -> Application:
    """Give an application its number once, and move people into the queue of its channel; return it as it is now."""
    if application.state == "draft":
        election = uow.get(Election, application.election_id)
        number = next_number(uow, election)
        application = uow.change(application, state="filed", filed_at=now, number=number)
        uow.log(
            "application_filed",
            actor=actor,
            at=now,
            election_id=application.election_id,
            subjects={"application": application.id, "organisation": application.organisation_id},
            committed={"number": number, "form_version": application.form_version, "people": len(people)},
        )
    after = FILED_STATE[Channel(application.channel)]
    for nomination in people:
        move_nomination(uow, nomination, after, actor=actor, now=now, committed={"line": nomination.fingerprint})
    return application


def next_number(uow: UnitOfWork, election: Election) -> str:
    """Return the next receipt number of an election, e.g. "JKA-A-0042"."""
    filed = uow.count(Application, election_id=election.id, state=("filed", "withdrawn"))
    return f"{election.prefix}-A-{filed + 1:04d}"


def _tell(uow: UnitOfWork, application: Application, *, election: Election, people: int, now: datetime) -> None:
    closes_at = election.window_closes_at
    key = f"{application.id} {now.isoformat()}"
    filed_at = application.filed_at if application.filed_at is not None else now
    tell(
        uow,
        "application_filed",
        to=To(organisation_id=application.organisation_id, email=application.contact_email),
        facts={"number": application.number, "people": people, "filed_at": filed_at},
        dedupe_key=f"application_filed {key}",
        now=now,
        subject=("application", application.id),
    )
    tell(
        uow,
        "application_received",
        to=To(role="registrar" if application.channel == Channel.CEC else "mfa"),
        facts={"number": application.number, "people": people, "closes_at": closes_at},
        dedupe_key=f"application_received {key}",
        now=now,
        subject=("application", application.id),
    )
