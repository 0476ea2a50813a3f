"""The check sheet: what the system proposes for C1 to C9 and what a human records, for one person and for a pile."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from server.accreditation.grounds import NEEDS_LEGAL_OPINION, OK, Check, outcomes_of
from server.accreditation.machines import NominationState
from server.usecases.check_sheet import (
    EVIDENCE_MAX_CHARACTERS,
    LAWYERS_OWN,
    make_ready,
    record_checks,
    record_sheet,
    reopen_check,
)
from server.usecases.errors import FieldError, InvalidInput
from server.usecases.legal_opinions import give_opinion
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.shown_sheet import digest_of_sheet
from server.usecases.views_of_applications import NominationPage
from server.usecases.views_of_desks import SheetRow
from server.web.acting import do, ports
from server.web.console.intake import closings_of
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import closed, one_click
from server.web.session import current_session, officers
from server.web.time_left import time_left

CHECKS: Final = tuple(check.value for check in Check)
MOST_NAMED: Final = 10
TABS: Final = (NominationState.CHECK, NominationState.RETURNED, NominationState.READY)
OPEN: Final = (NominationState.CHECK, NominationState.UNDECIDED_AT_CLOSE)
SHOWN_FIELD: Final = "shown"


@officers(*LEGAL_READERS)
def checks() -> Response:
    """List people being checked with how far each sheet is; several may be answered "ok" at once."""
    return checks_page()


def checks_page(faults: Sequence[FieldError] = (), *, status: int = 200) -> Response:
    """Show the list of people being checked, with what was chosen where recording it was refused."""
    queries, asked = ports().queries, request.args
    tab = asked.get("state") if asked.get("state") in TABS else NominationState.CHECK.value
    election = asked.get("election_id") or None
    narrowed = NominationFilter(election, states=(str(tab),), text=asked.get("text", "")[:200], oldest_first=True)
    found = queries.nominations(narrowed, after=asked.get("after"), limit=100)
    elections = queries.elections()
    return page(
        "checks.html", status=status, section="checks", faults=faults, chosen=request.form,
        found=found, sheets=sheets_of([row.id for row in found.rows]), tab=tab,
        tabs=TABS, checks=CHECKS, asked=asked, elections=elections, closings=closings_of(elections, election),
    )  # fmt: skip


def sheets_of(nomination_ids: list[str]) -> dict[str, SheetRow]:
    """Return the sheets of a page's people."""
    return ports().queries.sheets(nomination_ids, now=ports().clock.now(), matching=ports().matching)


@officers("lawyer", "registrar")
@one_click
def record_pile(once: str) -> Response:
    """Record "ok" for everyone marked, in the checks marked; the links of a refused list lead back to a list."""
    if request.method != "POST":
        return checks_page()
    try:
        done = do(
            record_checks, once=once, nomination_ids=tuple(request.form.getlist("nomination_ids")),
            checks=tuple(request.form.getlist("checks")), evidence=request.form.get("evidence", ""),
            matching=ports().matching,
        ).result  # fmt: skip
    except InvalidInput as error:
        return checks_page(error.errors, status=422)
    if not done["left"]:
        return go("checks", note="sheet_recorded", facts={"recorded": done["recorded"]})
    facts = {"recorded": done["recorded"], "left": len(done["left"]), "who": places_of(done["left"])}
    return go("checks", note="checks_recorded", facts=facts)


def places_of(nomination_ids: list[str]) -> str:
    """Return the first people by application and place: a note is carried without names."""
    rows = [ports().queries.nomination(key).row for key in nomination_ids[:MOST_NAMED]]
    said = [f"{row.number}, {row.position}" for row in rows]
    return "; ".join(said if len(nomination_ids) <= MOST_NAMED else [*said, "…"])


@officers("lawyer")
@one_click
def ready_pile(once: str) -> Response:
    """Close the sheets of everyone marked."""
    done = do(make_ready, once=once, nomination_ids=tuple(request.form.getlist("nomination_ids"))).result
    return go("checks", note="made_ready", facts=done)


@officers(*LEGAL_READERS)
def check_sheet(nomination_id: str) -> Response:
    """Show one person's sheet; who may records what the checks found."""
    shown = ports().queries.nomination(nomination_id)
    recorded = {each.check_code: each for each in shown.checks}
    now = digest_of_sheet(shown.checks)
    initial = {f"outcome_{code}": each.outcome for code, each in recorded.items()}
    initial |= {f"evidence_{code}": each.evidence for code, each in recorded.items()}

    def _act(form: Form) -> Response:
        answers = {code: (form.values[f"outcome_{code}"], form.values[f"evidence_{code}"]) for code in CHECKS
                   if form.values[f"outcome_{code}"]}  # fmt: skip
        done = do(record_sheet, once=form.once, nomination_id=nomination_id, answers=answers,
                  shown=request.form.get(SHOWN_FIELD, "")).result  # fmt: skip
        return go("check_sheet", note="sheet_recorded", facts=done, nomination_id=nomination_id)

    if request.method == "POST":
        current_session().actor.must_be("lawyer", "registrar")
    return form_page(
        "check_sheet.html", "sheet", sheet_fields(), act=_act, initial=initial, section="checks", shown=shown,
        recorded=recorded, now=now, opened=request.form.get(SHOWN_FIELD, now),
        may=allowed_steps(shown), **around(shown),
    )  # fmt: skip


def sheet_fields() -> tuple[Field, ...]:
    """Return two fields a check: the outcome this officer may record, and the evidence."""
    lawyer = current_session().actor.role == "lawyer"
    fields: list[Field] = []
    for check in CHECKS:
        allowed = tuple(each for each in outcomes_of(check) if lawyer or each == OK or each not in LAWYERS_OWN)
        own = outcomes_of(check) if request.method == "POST" else allowed
        fields.append(Field(f"outcome_{check}", "select", required=False, depends=True, options=own, group="outcome"))
        fields.append(Field(f"evidence_{check}", "area", required=False, depends=True, limit=EVIDENCE_MAX_CHARACTERS))
    return tuple(fields)


def around(shown: NominationPage) -> dict[str, Any]:
    """Return what stands around a sheet: findings, twins, those merged into it, the window."""
    queries, row = ports().queries, shown.row
    sheet = sheets_of([row.id])[row.id]
    return {
        "sheet": sheet,
        "findings": {each.check.value: each for each in sheet.findings},
        "twins": queries.twins([row.id]),
        "merged": queries.merged_into(row.id),
        "left": time_left(queries.election(row.election_id), now=ports().clock.now()),
    }


def allowed_steps(shown: NominationPage) -> set[str]:
    """Return what this officer may do with the sheet now: record, opinion, ready, reopen, return, merge."""
    role, state = current_session().actor.role, shown.row.state
    both, lawyer = role in ("lawyer", "registrar"), role == "lawyer"
    rules = {
        "record": both and state in OPEN,
        "opinion": lawyer and state in (*OPEN, NominationState.READY) and bool(found_for_opinion(shown)),
        "ready": lawyer and state == NominationState.CHECK and len(shown.checks) == len(CHECKS),
        "reopen": lawyer and state == NominationState.READY,
        "return": both and state == NominationState.CHECK,
        "merge": role == "registrar" and state in ("at_cec", "check", "returned", "ready"),
    }
    return {name for name, allowed in rules.items() if allowed}


@officers("lawyer")
def opinion(nomination_id: str) -> Response:
    """Give the legal opinion on what check C8 found, or replace an earlier one."""
    shown = ports().queries.nomination(nomination_id)
    found = found_for_opinion(shown)
    if not found and request.method != "POST":
        return closed("opinion_without_finding", back=url_for(".check_sheet", nomination_id=nomination_id))

    def _act(form: Form) -> Response:
        do(give_opinion, once=form.once, nomination_id=nomination_id, **form.values)
        return go("check_sheet", note="opinion_given", nomination_id=nomination_id)

    own = tuple(sorted(NEEDS_LEGAL_OPINION)) if request.method == "POST" else found  # the verb says why not another
    fields = (Field("ground", "radio", options=own, group="opinion_ground"), Field("opinion", "area", limit=4000))
    return form_page("opinion_form.html", "opinion", fields, act=_act, section="checks", shown=shown,
                     initial={"ground": found[0] if found else None})  # fmt: skip


def found_for_opinion(shown: NominationPage) -> tuple[str, ...]:
    """Return the finding that needs a legal opinion, where the sheet has one."""
    return tuple(each.outcome for each in shown.checks if each.outcome in NEEDS_LEGAL_OPINION)


@officers("lawyer")
@one_click
def ready_one(nomination_id: str, once: str) -> Response:
    """Close one person's sheet."""
    do(make_ready, once=once, nomination_ids=(nomination_id,))
    return go("check_sheet", note="made_ready", facts={"ready": 1}, nomination_id=nomination_id)


@officers("lawyer")
@one_click
def reopen(nomination_id: str, once: str) -> Response:
    """Open a finished sheet again."""
    do(reopen_check, once=once, nomination_id=nomination_id)
    return go("check_sheet", note="sheet_reopened", nomination_id=nomination_id)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of checking."""
    one, both = "/people/<nomination_id>", ["GET", "POST"]
    blueprint.add_url_rule("/checks", "checks", checks)
    blueprint.add_url_rule("/checks/record", "record_pile", record_pile, methods=both)
    blueprint.add_url_rule("/checks/ready", "ready_pile", ready_pile, methods=["POST"])
    blueprint.add_url_rule(f"{one}/checks", "check_sheet", check_sheet, methods=both)
    blueprint.add_url_rule(f"{one}/opinion", "opinion", opinion, methods=both)
    blueprint.add_url_rule(f"{one}/ready", "ready_one", ready_one, methods=["POST"])
    blueprint.add_url_rule(f"{one}/reopen", "reopen", reopen, methods=["POST"])
