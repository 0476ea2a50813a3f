"""After a restore: compare the database with what was published meanwhile, and go on from there.

What the public saw is never taken back. The database takes the newest published state over as its own newest:
each index keeps the status it had, the next one is handed out after the last, and the next sequence number follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from server.accreditation.calendar import from_unix_seconds
from server.credential.checkpoint import read_checkpoint
from server.credential.election_state import NOT_ISSUED, ElectionState
from server.credential.notices import Notice
from server.credential.verify import Held
from server.usecases.errors import Conflict
from server.usecases.lost_acts import issued_only_outside, listed, replaced_only_outside, revoked_only_outside
from server.usecases.ports import Actor, Clock, StoredState, UnitOfWork
from server.usecases.publication_store import ADOPTED, IndexRow
from server.usecases.records import Election

ANOTHER: Final = -1


@dataclass(frozen=True, slots=True)
class PublishedState:
    """A state as it was published, opened and checked, with all that it names."""

    held: Held
    token: bytes
    notices: bytes


@dataclass(frozen=True, slots=True)
class Missing:
    """A certificate that the public knows as ended; `notice` tells by which decree where it was a revocation."""

    idx: int
    number: str
    notice: Notice | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """What the database lacks of one election.

    Args:
        held, published: sequence numbers; held is None when the election itself is missing.
        acts: how many acts of the log are lost at least.
        issued: indices handed out after the backup.
        clashes: indices which the database handed out to others than the public knows; `ANOTHER` when a
            state of the same number, or the election's prefix, is another.
    """

    election: str
    held: int | None
    published: int
    acts: int = 0
    revoked: Sequence[Missing] = ()
    replaced: Sequence[Missing] = ()
    issued: Sequence[int] = ()
    clashes: Sequence[int] = field(default=())

    @property
    def is_there(self) -> bool:
        """Tell whether the public knows more than the database."""
        return self.held is None or self.published > self.held or bool(self.clashes)

    @property
    def lacks_acts(self) -> bool:
        """Tell whether anything has to be entered again by hand."""
        return self.held is None or bool(self.revoked or self.replaced or self.issued)


def find_gap(*, uow: UnitOfWork, actor: Actor, published: PublishedState) -> Gap:
    """Return what the database lacks of what was published (system).

    Raises: Forbidden.
    """
    actor.must_be("system")
    state = published.held.state
    store = uow.publication()
    newest = store.newest(state.election)
    held = 0 if newest is None else newest.seq
    election = next(iter(uow.find(Election, id=state.election)), None)
    if election is None:
        return Gap(state.election, None, state.seq)
    if election.prefix != state.prefix:
        return Gap(state.election, held, state.seq, clashes=(ANOTHER,))
    if held > state.seq:
        return Gap(state.election, held, state.seq)
    if newest is not None and held == state.seq:
        same = newest.structure_sha256 == state.digest
        return Gap(state.election, held, state.seq, clashes=() if same else (ANOTHER,))
    rows = store.indices(state.election)
    return Gap(
        state.election,
        held,
        state.seq,
        acts=_acts_lost(uow, state),
        revoked=_told(revoked_only_outside(rows, state), published.held),
        replaced=_told(replaced_only_outside(rows, state), published.held),
        issued=issued_only_outside(rows, state),
        clashes=_clashes(rows, published.held),
    )


def adopt_published_state(*, uow: UnitOfWork, clock: Clock, actor: Actor, published: PublishedState) -> Gap:
    """Take a newer published state over as the newest one, and say so in the act log (system).

    Raises: Forbidden, NotFound (the election), Conflict `published_state_clashes`, `published_state_not_newer`.
    """
    gap = find_gap(uow=uow, actor=actor, published=published)
    state = published.held.state
    election = uow.get(Election, state.election)
    if gap.clashes:
        raise Conflict("published_state_clashes", election=election.id, indices=list(gap.clashes))
    if not gap.is_there:
        raise Conflict("published_state_not_newer", election=election.id, held=gap.held, published=state.seq)
    stored = _as_stored(published)
    digests = published.held.digests
    assert digests is not None
    uow.publication().store(stored, shards=digests.shards)
    uow.change(election, next_index=max(election.next_index, listed(state)))
    uow.log(
        ADOPTED,
        actor=actor,
        at=clock.now(),
        election_id=election.id,
        subjects={"state": stored.name},
        committed={"held": gap.held, "acts_lost": gap.acts, "issued_unknown": len(gap.issued)},
    )
    uow.request_publication(election.id, at=clock.now())
    return gap


def _as_stored(published: PublishedState) -> StoredState:
    state, digests = published.held.state, published.held.digests
    assert digests is not None
    return StoredState(
        election_id=state.election,
        seq=state.seq,
        token=published.token,
        structure_sha256=state.digest,
        issued_at=from_unix_seconds(state.iat),
        expires_at=from_unix_seconds(state.exp),
        index=digests.index,
        notices=published.notices,
    )


def _acts_lost(uow: UnitOfWork, state: ElectionState) -> int:
    known, _ = uow.log_head()
    return max(0, read_checkpoint(state.checkpoint).n - known) if state.checkpoint is not None else 0


def _told(rows: Iterable[IndexRow], held: Held) -> list[Missing]:
    notices = held.notices or {}
    return [Missing(row.idx, row.number, notices.get(row.idx)) for row in rows]


def _clashes(rows: Iterable[IndexRow], held: Held) -> list[int]:
    """An index that both know must be the same paper."""
    digests, state = held.digests, held.state
    assert digests is not None
    return [row.idx for row in rows if state.status(row.idx) != NOT_ISSUED and digests.entry(row.idx) != row.digest]
