"""Appending acts: position and previous leaf are read under the writer's lock, rows never change afterwards."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from server.adapters.database.tables_of_bytes import act, act_salt, act_subject
from server.usecases.acts import SALT_BYTES, make_entry
from server.usecases.check_acts import StoredAct

_PAGE = 2_000


class ActLog:
    """The append-only log on one connection."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: tuple[int, bytes] | None = None
        self._acts: list[dict[str, Any]] = []
        self._subjects: list[dict[str, Any]] = []
        self._salts: list[dict[str, Any]] = []

    def append(
        self,
        kind: str,
        *,
        actor_id: str,
        at: datetime,
        election_id: str | None,
        subjects: Mapping[str, str],
        committed: Mapping[str, object],
    ) -> int:
        """Append one act with its subjects and salts; return its number."""
        n, previous = self.head()
        n += 1
        made = make_entry(
            n,
            kind=kind,
            at=at,
            actor_id=actor_id,
            election_id=election_id,
            subjects=subjects,
            committed=committed,
            previous=previous,
            salt=lambda: secrets.token_bytes(SALT_BYTES),
        )
        row = {"n": n, "at": made.at, "kind": kind, "actor_id": actor_id, "election_id": election_id}
        self._acts.append(row | {"entry": made.entry, "leaf": made.leaf})
        self._subjects += [{"n": n, "name": name, "subject_id": subject} for name, subject in subjects.items()]
        self._salts += [
            {"n": n, "field": field, "salt": salt, "value": value} for field, (salt, value) in made.salts.items()
        ]
        self._last = (n, made.leaf)
        return n

    def flush(self) -> None:
        """Write what was appended, one statement a table; called before the commit."""
        for table, rows in ((act, self._acts), (act_subject, self._subjects), (act_salt, self._salts)):
            if rows:
                self._connection.execute(insert(table), rows)
                rows.clear()

    def head(self) -> tuple[int, bytes]:
        """Return number and leaf of the newest act, appended ones included; 0 and nothing if there is none."""
        if self._last is None:
            row = self._connection.execute(select(act.c.n, act.c.leaf).order_by(act.c.n.desc()).limit(1)).first()
            self._last = (int(row[0]), bytes(row[1])) if row else (0, b"")
        return self._last


def acts_after(connection: Connection, n: int) -> list[StoredAct]:
    """Return the acts after number `n`, in order, at most 2,000, each with what hangs on it."""
    rows = connection.execute(select(act).where(act.c.n > n).order_by(act.c.n).limit(_PAGE)).mappings().all()
    if not rows:
        return []
    first, last = rows[0]["n"], rows[-1]["n"]
    subjects: dict[int, dict[str, str]] = {}
    for row in connection.execute(select(act_subject).where(act_subject.c.n.between(first, last))):
        subjects.setdefault(row.n, {})[row.name] = row.subject_id
    salts: dict[int, dict[str, tuple[bytes | None, bytes | None]]] = {}
    for row in connection.execute(select(act_salt).where(act_salt.c.n.between(first, last))):
        salts.setdefault(row.n, {})[row.field] = (row.salt, row.value)
    return [StoredAct(**kept, subjects=subjects.get(kept["n"], {}), salts=salts.get(kept["n"], {})) for kept in rows]
