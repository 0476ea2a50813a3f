"""What a published state knows and a restored database does not: revocations to enter again, papers nobody knows."""

from __future__ import annotations

from collections.abc import Iterable

from server.credential import cose
from server.credential.election_state import NOT_ISSUED, REPLACED, REVOKED, VALID, ElectionState, parse_payload
from server.usecases.errors import Conflict
from server.usecases.publication_store import IndexRow, PublicationStore, StoredState


def must_be_entered_again(store: PublicationStore, election_id: str) -> None:
    """Refuse to go on from an adopted state while a holder it revoked still counts as accredited here.

    Raises: Conflict `revocations_missing` with the certificates' numbers.
    """
    newest = store.newest(election_id)
    if newest is None or not store.is_adopted(newest):
        return
    missing = revoked_only_outside(store.indices(election_id), _said(newest))
    if missing:
        numbers = ", ".join(row.number for row in missing)
        raise Conflict("revocations_missing", election=election_id, certificates=numbers)


def lost_indices(store: PublicationStore, adopted: StoredState) -> dict[int, int]:
    """Return the status that papers get which were in force and which this database never issued.

    Nobody could revoke them any more, so they count as replaced; their holders get new ones.
    """
    said = _said(adopted)
    unknown = issued_only_outside(store.indices(adopted.election_id), said)
    return {idx: REPLACED for idx in unknown if said.status(idx) == VALID}


def revoked_only_outside(rows: Iterable[IndexRow], state: ElectionState) -> list[IndexRow]:
    """Return what the state calls revoked and the database granted, a paper replaced since then too."""
    return [
        row
        for row in rows
        if state.status(row.idx) == REVOKED
        and row.accreditation_status == "granted"
        and (row.status == VALID or (row.status == REPLACED and not row.revocation_annulled))
    ]


def replaced_only_outside(rows: Iterable[IndexRow], state: ElectionState) -> list[IndexRow]:
    """Return what the state calls replaced and the database in force."""
    return [row for row in rows if row.status == VALID and state.status(row.idx) == REPLACED]


def issued_only_outside(rows: Iterable[IndexRow], state: ElectionState) -> list[int]:
    """Return the indices which the state knows and the database never handed out."""
    known = {row.idx for row in rows}
    return [idx for idx in range(listed(state)) if idx not in known]


def listed(state: ElectionState) -> int:
    """Return how many indices were handed out when the state was signed; they have no gaps."""
    return next((idx for idx in range(len(state.statuses) * 2) if state.status(idx) == NOT_ISSUED),
                len(state.statuses) * 2)  # fmt: skip


def _said(stored: StoredState) -> ElectionState:
    payload = cose.open_sign1(stored.token).payload
    assert payload is not None
    return parse_payload(payload)
