"""Rows that states are made from, and the states themselves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, case, delete, exists, func, insert, select, update

from server.accreditation.calendar import day_number, unix_seconds
from server.adapters.database.tables import accreditation, decree, revocation
from server.adapters.database.tables_of_bytes import (
    act,
    act_subject,
    credential,
    credential_word,
    election_state,
    outbox,
    registry_shard,
)
from server.usecases.ports import StoredState
from server.usecases.publication_store import ADOPTED, IndexRow

_REVOKED, _CHUNK = 1, 5_000


class SqlPublicationStore:
    """The publication side on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def newest(self, election_id: str) -> StoredState | None:
        """Return the newest stored state."""
        table = election_state
        statement = select(table).where(table.c.election_id == election_id).order_by(table.c.seq.desc()).limit(1)
        row = self._connection.execute(statement).mappings().first()
        if row is None:
            return None
        return StoredState(
            election_id=row["election_id"],
            seq=row["seq"],
            token=row["token"],
            structure_sha256=row["structure_sha256"],
            issued_at=row["issued_at"],
            expires_at=row["expires_at"],
            index=row["shard_index"],
            notices=row["notices"],
        )

    def changed_statuses(self, election_id: str, *, since_seq: int) -> list[tuple[int, int, int]]:
        """Return (idx, status, the seq that first says it) of what a state after `since_seq` has to say."""
        c = credential.c
        statement = select(c.idx, c.status, c.status_seq).where(
            c.election_id == election_id, c.status_seq > since_seq
        )
        return [(row.idx, row.status, row.status_seq) for row in self._connection.execute(statement)]

    def new_digests(self, election_id: str, *, since_seq: int) -> list[tuple[int, bytes]]:
        """Return (idx, digest) of credentials first listed after `since_seq`; in no order, to use its index."""
        c = credential.c
        statement = select(c.idx, c.digest).where(c.election_id == election_id, c.listed_seq > since_seq)
        return [(row.idx, row.digest) for row in self._connection.execute(statement)]

    def shards(self, election_id: str, *, numbers: Iterable[int] | None = None) -> dict[int, bytes]:
        """Return stored shards by number; all of them by default."""
        table = registry_shard
        statement = select(table.c.number, table.c.content).where(table.c.election_id == election_id)
        if numbers is not None:
            statement = statement.where(table.c.number.in_(list(numbers)))
        return {row.number: row.content for row in self._connection.execute(statement)}

    def is_adopted(self, state: StoredState) -> bool:
        """Tell whether a restored database took this state over from what was published."""
        named = select(act_subject.c.n).join(act, act.c.n == act_subject.c.n)
        named = named.where(act_subject.c.subject_id == state.name, act.c.kind == ADOPTED)
        return self._connection.execute(named.limit(1)).first() is not None

    def indices(self, election_id: str) -> list[IndexRow]:
        """Return what the database knows of every index, by index."""
        c = credential.c
        annulled = exists().where(
            revocation.c.accreditation_id == accreditation.c.id, revocation.c.annulled_by.is_not(None)
        )
        statement = (
            select(c.idx, c.number, c.digest, c.status, accreditation.c.status, annulled)
            .join(accreditation, accreditation.c.id == c.accreditation_id)
            .where(c.election_id == election_id)
            .order_by(c.idx)
        )
        return [IndexRow(*row) for row in self._connection.execute(statement)]

    def next_n(self) -> int:
        """Return the number of the next credential."""
        return int(self._connection.execute(select(func.coalesce(func.max(credential.c.n), 0))).scalar_one()) + 1

    def index_words(self, words: Iterable[tuple[str, int]]) -> None:
        """Keep (word, credential n)."""
        rows = [{"word": word[:64], "n": n} for word, n in sorted({(w[:64], n) for w, n in words})]
        if rows:
            self._connection.execute(insert(credential_word), rows)

    def fall_due(self, election_id: str, *, now: datetime, seq: int) -> list[str]:
        """Write 0x01 to every credential whose revocation is effective by `now`; return the accreditations."""
        due = (
            select(credential.c.id, accreditation.c.id)
            .join(accreditation, accreditation.c.id == credential.c.accreditation_id)
            .where(
                accreditation.c.election_id == election_id,
                accreditation.c.status == "revoked",
                accreditation.c.revoked_from <= now,
                credential.c.status != _REVOKED,
            )
        )
        found = [(row[0], row[1]) for row in self._connection.execute(due)]
        for start in range(0, len(found), _CHUNK):
            ids = [credential_id for credential_id, _ in found[start : start + _CHUNK]]
            self._connection.execute(
                update(credential)
                .where(credential.c.id.in_(ids))
                .values(
                    status=_REVOKED,
                    status_from=now,
                    status_seq=case((credential.c.listed_seq >= seq, credential.c.listed_seq + 1), else_=seq),
                )
            )
        return sorted({accreditation_id for _, accreditation_id in found})

    def notices(self, election_id: str, *, now: datetime) -> list[tuple[int, int, str, str, int]]:
        """Return (idx, effective unix second, kind, decree number, decree day) of every revoked index."""
        statement = (
            select(
                credential.c.idx,
                revocation.c.effective_at,
                revocation.c.kind,
                decree.c.number,
                decree.c.decree_date,
            )
            .join(revocation, revocation.c.accreditation_id == credential.c.accreditation_id)
            .join(decree, decree.c.id == revocation.c.decree_id)
            .where(
                credential.c.election_id == election_id,
                credential.c.status == _REVOKED,
                decree.c.signed_at.is_not(None),
                revocation.c.annulled_by.is_(None),
                revocation.c.effective_at <= now,
            )
        )
        return [
            (row.idx, unix_seconds(row.effective_at), row.kind, row.number, day_number(row.decree_date))
            for row in self._connection.execute(statement)
        ]

    def store(self, state: StoredState, *, shards: Mapping[int, bytes]) -> None:
        """Store a signed state and changed shards, and strike the election from the outbox."""
        row = {"election_id": state.election_id, "seq": state.seq, "token": state.token}
        row |= {"structure_sha256": state.structure_sha256, "issued_at": state.issued_at}
        row |= {"expires_at": state.expires_at, "shard_index": state.index, "notices": state.notices}
        self._connection.execute(insert(election_state), row)
        table = registry_shard
        for number, content in shards.items():
            where = (table.c.election_id == state.election_id) & (table.c.number == number)
            done = self._connection.execute(update(table).where(where).values(content=content))
            if done.rowcount == 0:
                values = {"election_id": state.election_id, "number": number, "content": content}
                self._connection.execute(insert(table), values)
        self._connection.execute(delete(outbox).where(outbox.c.election_id == state.election_id))
