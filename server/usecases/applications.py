"""An organisation's application: opened under an invitation, its contact, discarded while it is a draft.

Clause: 2.1, 3.1, 3.2, 3.9.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from server.accreditation.application import check_channel, form_in_force
from server.accreditation.calendar import day_of
from server.accreditation.errors import CodedError
from server.accreditation.machines import InvitationState
from server.usecases.elections import must_not_be_annulled, read_calendar
from server.usecases.errors import Conflict, NotFound
from server.usecases.nomination_records import forget_nomination
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Election, Invitation, Nomination
from server.usecases.texts import Faults, is_email

CONTACT_NAME_MAX = 120
CONTACT_EMAIL_MAX = 200
CONTACT_PHONE_MAX = 40
VALID_INVITATION = (InvitationState.ISSUED, InvitationState.DISPATCHED, InvitationState.ACCEPTED)
_PHONE = re.compile(r"\+?[0-9][0-9 ()-]{4,38}")


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the CEC and the Ministry ask about an application."""

    name: str
    email: str
    phone: str = ""


def open_application(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, invitation_id: str, channel: str, contact: Contact
) -> str:
    """Open a draft under the own organisation's invitation; return its id.

    Args:
        channel: "cec", or "mfa" where the documents go through the Ministry (3.2).

    Raises: NotFound, also for another's invitation; InvalidInput; CodedError `invitation_not_valid` (2.1),
        `window_closed` (3.7); Conflict `election_annulled`, `application_draft_exists` (facts: its id).
    """
    actor.must_be("organisation")
    invitation = uow.get(Invitation, invitation_id)
    actor.must_own(invitation.organisation_id, kind="invitation", key=invitation_id)
    election = uow.get(Election, invitation.election_id)
    now = clock.now()
    must_rest_on(invitation)
    must_be_in_window(uow, election, now=now)
    check_channel(channel)
    told = clean_contact(contact)
    draft = uow.first(Application, invitation_id=invitation_id, state="draft", mfa_number=None)
    if draft is not None:
        raise Conflict("application_draft_exists", application=draft.id)
    application = Application(
        id=uow.new_id(),
        election_id=election.id,
        organisation_id=invitation.organisation_id,
        invitation_id=invitation.id,
        channel=channel,
        state="draft",
        form_version=form_in_force(day_of(now)).version,
        contact_name=told.name,
        contact_email=told.email,
        contact_phone=told.phone,
        created_by=actor.user_id,
        created_at=now,
    )
    uow.add(application)
    _log(uow, "application_opened", application, actor=actor, now=now)
    return application.id


def edit_application(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str, channel: str, contact: Contact
) -> str:
    """Change channel and contact of an own draft; return its id.

    Raises: NotFound, InvalidInput, CodedError `channel_unknown`, Conflict `application_filed`.
    """
    application = own_draft(uow, application_id, actor=actor)
    check_channel(channel)
    told = clean_contact(contact)
    uow.change(
        application,
        channel=channel,
        contact_name=told.name,
        contact_email=told.email,
        contact_phone=told.phone,
    )
    return application.id


def discard_application(*, uow: UnitOfWork, clock: Clock, actor: Actor, application_id: str) -> str:
    """Delete an own draft with everyone on its list; return the invitation's id.

    Raises: NotFound, Conflict `application_filed`: what was filed is withdrawn instead.
    """
    application = own_draft(uow, application_id, actor=actor)
    for nomination in uow.find(Nomination, application_id=application.id):
        forget_nomination(uow, nomination, now=clock.now())
    uow.remove(application)
    _log(uow, "application_discarded", application, actor=actor, now=clock.now())
    return application.invitation_id


def own_application(uow: UnitOfWork, application_id: str, *, actor: Actor) -> Application:
    """Return an application of the actor's own organisation, or one on paper that the Ministry writes down.

    Raises: Forbidden, NotFound.
    """
    actor.must_be("organisation", "mfa")
    application = uow.get(Application, application_id)
    must_be_own(application, actor=actor, kind="application", key=application_id)
    return application


def must_be_own(application: Application, *, actor: Actor, kind: str, key: str) -> None:
    """Hide what isn't an organisation's own, and from the Ministry what it didn't receive on paper.

    What the Ministry is still writing down is hidden from the organisation too.
    Raises: NotFound.
    """
    actor.must_own(application.organisation_id, kind=kind, key=key)
    on_paper = application.mfa_number is not None
    hidden = on_paper and application.state == "draft" if actor.role == "organisation" else not on_paper
    if hidden:
        raise NotFound(kind, key)


def own_draft(uow: UnitOfWork, application_id: str, *, actor: Actor) -> Application:
    """Return an own application that isn't filed yet.

    Raises: Forbidden, NotFound, Conflict `application_filed`.
    """
    application = own_application(uow, application_id, actor=actor)
    if application.state != "draft":
        raise Conflict("application_filed", "3.1", number=application.number)
    return application


def must_rest_on(invitation: Invitation) -> None:
    """Refuse an invitation on which no application can rest.

    Raises: CodedError `invitation_not_valid` (2.1).
    """
    if invitation.state not in VALID_INVITATION:
        raise CodedError("invitation_not_valid", "2.1", state=invitation.state)


def must_be_in_window(uow: UnitOfWork, election: Election, *, now: datetime) -> None:
    """Refuse an election that was annulled, and a moment outside its window.

    Raises: Conflict `election_annulled`, CodedError `window_closed`, `window_not_open`, `call_not_published`.
    """
    must_not_be_annulled(election)
    read_calendar(uow, election).window().check_inside(now)


def clean_contact(contact: Contact) -> Contact:
    """Return the contact as it is kept.

    Raises: InvalidInput.
    """
    faults = Faults()
    name = faults.text("contact_name", contact.name, limit=CONTACT_NAME_MAX)
    email, phone = contact.email.strip(), " ".join(contact.phone.split())
    if not email:
        faults.add("contact_email", "text_missing", field="contact_email")
    elif not is_email(email):
        faults.add("contact_email", "email_invalid", field="contact_email")
    if phone and not _PHONE.fullmatch(phone):
        faults.add("contact_phone", "phone_invalid", field="contact_phone")
    faults.raise_if_any()
    return Contact(name, email, phone)


def _log(uow: UnitOfWork, kind: str, application: Application, *, actor: Actor, now: datetime) -> None:
    uow.log(
        kind,
        actor=actor,
        at=now,
        election_id=application.election_id,
        subjects={
            "application": application.id,
            "organisation": application.organisation_id,
            "invitation": application.invitation_id,
        },
    )
