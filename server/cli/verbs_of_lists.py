"""`import-persons`: a list into a draft's annex, with every error by row and column."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from server.accreditation.wording import catalogue
from server.cli.answer import NO, YES, Answer
from server.composition import compose_ports
from server.settings import Settings
from server.usecases.import_annex import RowError, apply_import, preview_import
from server.usecases.perform import perform
from server.usecases.ports import Actor


def import_persons(chosen: argparse.Namespace, settings: Settings, answer: Answer) -> int:
    """Check the list and, unless --check, add it; 1 when a row is wrong, and then nothing is added."""
    ports = compose_ports(settings)
    account = ports.queries.account(chosen.login.strip().lower())
    if account is None or account.disabled_at is not None:
        return answer.refuse("not_found", f"no open account {chosen.login}")
    actor = Actor(account.id, account.role)
    path = Path(chosen.file)
    rows = ports.lists.read(path.read_bytes(), name=path.name)
    with ports.unit_of_work() as uow:
        seen = preview_import(uow=uow, clock=ports.clock, actor=actor, decree_id=chosen.decree, rows=rows)
    if seen.errors:
        told = [_told(each, chosen.lang) for each in seen.errors]
        answer.give({"errors": told}, lambda: [_line(each) for each in told])
        return NO
    if chosen.check:
        answer.give(
            {"would_add": len(seen.lines), "known": seen.known},
            lambda: [f"would add {len(seen.lines)}, already there {seen.known}"],
        )
        return YES
    done = perform(apply_import, ports=ports, actor=actor, decree_id=chosen.decree, rows=rows).result
    answer.give(done, lambda: [f"added {done['added']}, already there {done['known']}"])
    return YES


def _told(error: RowError, language: str) -> dict[str, Any]:
    template = catalogue()[language].get(f"error.{error.code}", error.code)
    facts = {"value": error.value, "clause": error.clause, "field": error.column, **error.facts}
    try:
        message = template.format_map(facts)
    except (KeyError, IndexError):
        message = template
    return {
        "row": error.row,
        "column": error.column,
        "value": error.value,
        "code": error.code,
        "clause": error.clause,
        "message": message,
    }


def _line(told: dict[str, Any]) -> str:
    where = f"row {told['row']}" + (f", {told['column']}" if told["column"] else "")
    return f"{where}: {told['value']!r}: {told['message']}"
