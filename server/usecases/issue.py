"""Issue certificates for the accreditations of a decree."""

from __future__ import annotations

from server.usecases.ports import Actor, Clock, Sealing, UnitOfWork


def issue_credentials(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, decree_id: str, sealing: Sealing
) -> dict[str, object]:
    """Seal a paper credential for every granted accreditation of a signed decree that has none (registrar or records).

    Returns: {"issued": n, "numbers": [certificate numbers]}; doing it again issues nothing more.
    Raises: Conflict `decree_not_signed`, `decree_not_accreditation`, Unavailable (signer),
        CodedError `own_bytes_refused` when our own check refuses what was sealed.
    """
    raise NotImplementedError
