"""Sign a drafted decree: number and date are entered and its effect happens, all in one transaction."""

from __future__ import annotations

from datetime import date

from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork


def sign_decree(
    *,
    uow: UnitOfWork,
    clock: Clock,
    actor: Actor,
    decree_id: str,
    number: str,
    decree_date: date,
    sealing: Sealing,
) -> dict[str, object]:
    """Enter the signed act (approver, never the drafter) and apply it by its kind.

    accreditation: every line becomes an accreditation, if all may be; revocation: accreditations are revoked
    from their minute (never before this minute); annulment and amendment: new certificates; election acts: the term.

    Returns: {"decree_id", "kind", "applied": how many subjects, "numbers": new certificate numbers}.
    Raises: Forbidden, Conflict `decree_already_signed`, `decree_discarded`, `decree_empty`, CodedErrors
        `same_person`, `window_closed` (3.7) and what each kind checks, Unavailable (signer).
    """
    raise NotImplementedError
