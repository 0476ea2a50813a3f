"""Return a person's papers to be completed, with the list of what is missing: before any refusal (product step)."""

from __future__ import annotations

import json
from collections.abc import Sequence

from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.accreditation.missing import check_missing
from server.usecases.decided_drafts import must_not_be_in_draft
from server.usecases.elections import read_calendar
from server.usecases.nomination_moves import move_nomination
from server.usecases.notify import To, tell
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Application, Election, Nomination, ReturnNotice
from server.usecases.texts import Faults

NOTE_MAX_CHARACTERS = 2000


def return_nomination(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, nomination_id: str, missing: Sequence[str], note: str = ""
) -> str:
    """Send one person's papers back (registrar or lawyer) and tell the organisation; return the notice's id.

    After the close nothing can be completed, so nothing is returned: the person is decided on what is there.

    Clause: 3.1, 3.7, 3.10(2).
    Raises: Forbidden, NotFound, InvalidInput, CodedErrors of `check_missing`, `window_closed`, of the move,
        Conflict `in_draft_decree`.
    """
    actor.must_be("registrar", "lawyer")
    nomination = uow.get(Nomination, nomination_id)
    faults = Faults()
    told = faults.prose("note", note, limit=NOTE_MAX_CHARACTERS, required=False)
    codes = tuple(dict.fromkeys(missing))
    try:
        check_missing(codes, note=told)
    except CodedError as refusal:
        faults.note(refusal, path="missing")
    faults.raise_if_any()
    now = clock.now()
    window = read_calendar(uow, uow.get(Election, nomination.election_id)).window()
    window.check_inside(now)
    must_not_be_in_draft(uow, [nomination])
    notice = ReturnNotice(uow.new_id(), nomination.id, json.dumps(codes), told, actor.user_id, now)
    uow.add(notice)
    move_nomination(
        uow, nomination, NominationState.RETURNED, actor=actor, now=now, subjects={"notice": notice.id},
        committed={"missing": list(codes), "note": told},
    )  # fmt: skip
    application = uow.get(Application, nomination.application_id)
    tell(
        uow, "returned", to=To(organisation_id=nomination.organisation_id, email=application.contact_email),
        facts={"number": application.number, "position": nomination.position, "closes_at": window.closes},
        dedupe_key=f"returned {notice.id}", now=now, subject=("nomination", nomination.id),
    )  # fmt: skip
    return notice.id
