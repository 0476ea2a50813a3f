"""Documents on paper that the Ministry received: its officer writes the application down, then files it (3.2).

From here on the same verbs serve that serve an organisation at its portal; what the Ministry is still writing down
is the Ministry's alone. Clause: 2.1, 3.1, 3.2, 3.7, 3.9.
"""

from __future__ import annotations

from server.accreditation.application import Channel, form_in_force
from server.accreditation.calendar import day_of
from server.usecases.applications import Contact, clean_contact, must_be_in_window, must_rest_on
from server.usecases.errors import InvalidInput
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Election, Invitation
from server.usecases.texts import Faults


def register_paper_application(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, invitation_id: str, mfa_number: str, contact: Contact
) -> str:
    """Open the draft of an application received on paper (mfa); return its id.

    Args: mfa_number: the Ministry's own number of the documents.
    Raises: NotFound, InvalidInput, CodedError `invitation_not_valid` (2.1), `window_closed` (3.7),
        Conflict `election_annulled`.
    """
    actor.must_be("mfa")
    invitation = uow.get(Invitation, invitation_id)
    election, now = uow.get(Election, invitation.election_id), clock.now()
    must_rest_on(invitation)
    must_be_in_window(uow, election, now=now)
    faults = Faults()
    number = faults.reference("mfa_number", mfa_number)
    told = _contact(contact, faults)
    faults.raise_if_any()
    application = Application(
        id=uow.new_id(),
        election_id=election.id,
        organisation_id=invitation.organisation_id,
        invitation_id=invitation.id,
        channel=Channel.MFA.value,
        state="draft",
        form_version=form_in_force(day_of(now)).version,
        contact_name=told.name,
        contact_email=told.email,
        contact_phone=told.phone,
        created_by=actor.user_id,
        created_at=now,
        mfa_number=number,
    )
    uow.add(application)
    uow.log(
        "paper_application_opened",
        actor=actor,
        at=now,
        election_id=election.id,
        subjects={"application": application.id, "invitation": invitation.id},
        committed={"mfa_number": number},
    )
    return application.id


def _contact(contact: Contact, faults: Faults) -> Contact:
    try:
        return clean_contact(contact)
    except InvalidInput as error:
        faults.found += error.errors
        return contact
