"""Codes with which an invited organisation opens its portal account: made, handed over once, withdrawn."""

from __future__ import annotations

from server.accreditation.calendar import day_of
from server.accreditation.machines import InvitationState
from server.usecases.errors import Conflict
from server.usecases.notify import To, tell
from server.usecases.portal_codes import LIFETIME, code_hash, new_code
from server.usecases.ports import Actor, Clock, UnitOfWork
from server.usecases.records import Invitation, PortalCode

_MAY_OPEN = (
    InvitationState.ISSUED, InvitationState.DISPATCHED, InvitationState.ACCEPTED, InvitationState.LAPSED,
)  # fmt: skip


def make_portal_code(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, invitation_id: str, replaces: str | None = None
) -> dict[str, str]:
    """Make a code for an issued invitation (registrar): {"id", "code", "expires_at"}; the code is told only here.

    An invitation has one open code at most. Do it without an idempotency key, which would keep the answer and the
    code in it. An organisation whose invitation has lapsed still needs its account for certificates.

    Args:
        replaces: the open code that dies by this; one that was handed over dies by nobody's oversight.

    Raises: NotFound, Conflict `invitation_not_issued`, `portal_code_open` naming the open code.
    """
    actor.must_be("registrar")
    invitation = uow.get(Invitation, invitation_id)
    if invitation.state not in _MAY_OPEN:
        raise Conflict("invitation_not_issued", "2.1")
    now = clock.now()
    for before in uow.find(PortalCode, invitation_id=invitation.id, used_at=None, withdrawn_at=None):
        if before.expires_at > now and before.id != replaces:
            raise Conflict("portal_code_open", code_id=before.id)
        uow.change(before, withdrawn_at=now)
    code, expires_at = new_code(), now + LIFETIME
    kept = PortalCode(uow.new_id(), invitation.id, code_hash(code), actor.user_id, now, expires_at)
    uow.add(kept)
    uow.log(
        "portal_code_made",
        actor=actor,
        at=now,
        election_id=invitation.election_id,
        subjects={"portal_code": kept.id, "invitation": invitation.id, "organisation": invitation.organisation_id},
        committed={"expires_at": expires_at},
    )
    tell(
        uow,
        "portal_code",
        to=To(organisation_id=invitation.organisation_id),
        facts={"expires_on": day_of(expires_at)},
        dedupe_key=f"portal_code {kept.id}",
        now=now,
        subject=("invitation", invitation.id),
    )
    return {"id": kept.id, "code": code, "expires_at": expires_at.isoformat(timespec="seconds")}


def withdraw_portal_code(*, uow: UnitOfWork, clock: Clock, actor: Actor, code_id: str) -> str:
    """Make an unused code useless (registrar); an account already opened with it stays.

    Raises: NotFound, Conflict `portal_code_used`, `portal_code_withdrawn`.
    """
    actor.must_be("registrar")
    kept = uow.get(PortalCode, code_id)
    if kept.used_at is not None:
        raise Conflict("portal_code_used")
    if kept.withdrawn_at is not None:
        raise Conflict("portal_code_withdrawn")
    now = clock.now()
    uow.change(kept, withdrawn_at=now)
    invitation = uow.get(Invitation, kept.invitation_id)
    uow.log(
        "portal_code_withdrawn",
        actor=actor,
        at=now,
        election_id=invitation.election_id,
        subjects={"portal_code": kept.id, "invitation": invitation.id},
    )
    return kept.id
