"""Deleting copies of identity documents when their time is over, with a record that says so and nothing else."""

from __future__ import annotations

from datetime import date
from typing import Final

from server.accreditation.calendar import day_of
from server.accreditation.retention import copies_due_on
from server.accreditation.term import TermBasis
from server.usecases.document_ports import Vault
from server.usecases.elections import term_of
from server.usecases.errors import Conflict
from server.usecases.perform import perform
from server.usecases.ports import Actor, Clock, Ports, UnitOfWork
from server.usecases.records import Application, CopyOnFile, DocumentDeletion, Election, Nomination, Upload
from server.usecases.rule_packs import pack_of
from server.usecases.uploads import KEPT_WAITING, sweep_uploads

REASON: Final = "retention_ended"
_AT_ONCE: Final = 200


def delete_due_copies(*, ports: Ports, actor: Actor, most: int = 1_000_000) -> int:
    """Delete the copies of at most so many applications whose time is over; return of how many (system).

    Each application is a transaction of its own: whatever stops this, the next run goes on where it ended.
    """
    actor.must_be("system")
    deleted = 0
    for election_id in _due_elections(ports):
        for application_id in _with_copies(ports, election_id)[: most - deleted]:
            perform(delete_copies_of, ports=ports, actor=actor, vault=ports.vault, application_id=application_id)
            deleted += 1
    return deleted


def delete_copies_of(
    *, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault, application_id: str
) -> dict[str, object]:
    """Destroy the application's key, empty its copies, drop what was being uploaded, record it (system).

    The key goes first. Killed after that, the copies are unreadable and not yet recorded as deleted, and the next
    run records them; never is a copy recorded as deleted that could still be read.

    Raises: NotFound, Conflict `copies_not_due`; Unavailable `document_keys_unavailable`.
    """
    actor.must_be("system")
    application = uow.get(Application, application_id)
    election = uow.get(Election, application.election_id)
    due, now = due_day(uow, election), clock.now()
    if due is None or day_of(now) < due:
        raise Conflict("copies_not_due", "3.8")
    vault.destroy(application.id)
    copies = uow.find(CopyOnFile, application_id=application.id, deleted_at=None)
    for copy in copies:
        uow.change(copy, sealed=None, deleted_at=now)
    people = [each.id for each in uow.find(Nomination, application_id=application.id)]
    for upload in uow.find(Upload, nomination_id=people) if people else ():
        uow.remove(upload)
    record = DocumentDeletion(uow.new_id(), application.id, election.id, len(copies), now, due, REASON)
    uow.add(record)
    uow.log(
        "document_copies_deleted",
        actor=actor,
        at=now,
        election_id=election.id,
        subjects={"application": application.id, "deletion": record.id},
        committed={"copies": len(copies), "due_on": due},
    )
    return {"application_id": application.id, "copies": len(copies)}


def destroy_keys_of_discarded(*, uow: UnitOfWork, clock: Clock, actor: Actor, vault: Vault) -> int:
    """Destroy the keys of drafts that were deleted, so that no backup of them can be read; return how many (system).

    Under the writer's lock: a key is made only for an application that is committed.
    """
    actor.must_be("system")
    keyed = list(vault.keys())
    left = {each.id for each in uow.find(Application, id=keyed)}
    gone = [each for each in keyed if each not in left]
    for each in gone:
        vault.destroy(each)
    return len(gone)


def due_day(uow: UnitOfWork, election: Election) -> date | None:
    """Return the day from whose beginning no copy of this election may be left; None while that isn't known."""
    return copies_due_on(term_of(election), retention_days=pack_of(uow, election).parameters.retention_days)


def tend_documents(*, ports: Ports, actor: Actor, most: int) -> int:
    """Do what the clock asks for: delete copies whose time is over, sweep abandoned uploads (system).

    Returns of how many applications copies were deleted, at most `most`.
    """
    deleted = delete_due_copies(ports=ports, actor=actor, most=most)
    perform(destroy_keys_of_discarded, ports=ports, actor=actor, vault=ports.vault)
    limit = ports.clock.now() - KEPT_WAITING
    while left := ports.queries.abandoned_uploads(before=limit, limit=_AT_ONCE):
        if not perform(sweep_uploads, ports=ports, actor=actor, upload_ids=list(left)).result:
            break
    return deleted


def _due_elections(ports: Ports) -> list[str]:
    today = day_of(ports.clock.now())
    with ports.unit_of_work() as uow:
        ended = uow.find(Election, term_basis=int(TermBasis.RESULTS_PUBLISHED))
        return [each.id for each in ended if (due := due_day(uow, each)) is not None and due <= today]


def _with_copies(ports: Ports, election_id: str) -> list[str]:
    """Return applications with a copy that isn't recorded as deleted, or with a key that is still there."""
    kept = ports.queries.applications_with_copies(election_id)
    with ports.unit_of_work() as uow:
        keyed = [each.id for each in uow.find(Application, id=list(ports.vault.keys()), election_id=election_id)]
    return sorted({*kept, *keyed})
