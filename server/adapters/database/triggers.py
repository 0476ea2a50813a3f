"""Triggers for what a CHECK can't say: append-only logs, one-way statuses, signed means closed; both engines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guard:
    """Refuse `event` on `table` for every row where `condition` (over OLD and NEW) is true."""

    name: str
    table: str
    event: str  # INSERT, UPDATE or DELETE
    condition: str


def create_statements(guards: Iterable[Guard], *, dialect: str) -> list[str]:
    """Return the DDL that creates guards on this engine ("sqlite" or "postgresql")."""
    return [part for guard in guards for part in (_sqlite(guard) if dialect == "sqlite" else _postgresql(guard))]


def drop_statements(guards: Iterable[Guard], *, dialect: str) -> list[str]:
    """Return the DDL that drops guards."""
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {_name(guard)}" for guard in guards]
    return [f"DROP FUNCTION IF EXISTS {_name(guard)}() CASCADE" for guard in guards]


def _name(guard: Guard) -> str:
    return f"guard_{guard.table}_{guard.name}"


def _sqlite(guard: Guard) -> list[str]:
    condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
    return [
        f"CREATE TRIGGER {_name(guard)} BEFORE {guard.event} ON {guard.table} FOR EACH ROW WHEN {condition} "
        f"BEGIN SELECT RAISE(ABORT, 'guard:{guard.table}.{guard.name}'); END"
    ]


def _postgresql(guard: Guard) -> list[str]:
    name = _name(guard)
    back = "OLD" if guard.event == "DELETE" else "NEW"
    body = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF {guard.condition} THEN "
        f"RAISE EXCEPTION 'guard:{guard.table}.{guard.name}' USING ERRCODE = '23514'; END IF; "
        f"RETURN {back}; END $$"
    )
    trigger = f"CREATE TRIGGER {name} BEFORE {guard.event} ON {guard.table} FOR EACH ROW EXECUTE FUNCTION {name}()"
    made = [body, trigger]
    if guard.name == "append_only_delete":
        made.append(
            f"CREATE TRIGGER {name}_all BEFORE TRUNCATE ON {guard.table} FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
        )
    return made
