"""The decree builder: the ready pile becomes a draft accreditation, refusals are written person by person."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.grounds import FACTS_MAX_CHARACTERS, Ground
from server.accreditation.machines import NominationState
from server.usecases.decide import (
    RefusalInput,
    draft_accreditation_of,
    draft_refusals,
    edit_refusal,
    remove_refusal,
)
from server.usecases.despite_findings import DESPITE, REASON_MAX_CHARACTERS
from server.usecases.errors import Conflict
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.texts import SUBJECT_MAX_CHARACTERS
from server.usecases.views import ElectionRow
from server.usecases.views_of_desks import SheetRow
from server.web.acting import do, ports
from server.web.console.check_sheet import sheets_of
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import current_session, officers
from server.web.time_left import time_left

MOST: Final = 500
BEGIN_FIELD: Final = "begin"  # the list's button: shows the form about those marked
GROUNDS: Final = tuple(ground.value for ground in Ground)
SUBJECT: Final = Field("subject", limit=SUBJECT_MAX_CHARACTERS)


@officers(*LEGAL_READERS)
def decisions() -> Response:
    """Show the ready pile of an election; the registrar marks whom to accredit and drafts the decree."""
    queries = ports().queries
    elections = queries.elections()
    election = chosen_election(elections)
    if election is None:
        return page("decisions.html", section="decisions", election=None, elections=elections)
    organisation = request.args.get("organisation_id") or None
    narrowed = NominationFilter(election.id, organisation, states=(NominationState.READY.value,), oldest_first=True)
    found = queries.nominations(narrowed, after=request.args.get("after"), limit=MOST)
    counts = queries.nomination_counts(election_id=election.id, organisation_id=organisation)
    sheets = sheets_of([row.id for row in found.rows])

    chosen = marked(sheets)
    standing = {key for key, sheet in sheets.items() if sheet.stands_against and sheet.may_be_accredited}
    against = [row for row in found.rows if row.id in chosen & standing]

    def _act(form: Form) -> Response:
        current_session().actor.must_be("registrar")
        made = do(
            draft_accreditation_of, once=form.once, election_id=election.id, subject=form.values["subject"],
            nomination_ids=tuple(request.form.getlist("nomination_ids")),
            despite_findings={row.id: form.values[f"{DESPITE}.{row.id}"] for row in against},
        ).result  # fmt: skip
        return go("decree", note="decree_built", facts={"people": made["people"]}, decree_id=made["decree_id"])

    reasons = (Field(f"{DESPITE}.{row.id}", "area", required=False, limit=REASON_MAX_CHARACTERS) for row in against)
    return form_page(
        "decisions.html", "pile", (SUBJECT, *reasons), act=_act, initial={"subject": ""}, section="decisions",
        election=election, elections=elections, found=found, sheets=sheets, asked=request.args,
        organisations=organisations_of(found.rows), left=time_left(election, now=ports().clock.now()),
        total=counts.get(NominationState.READY, 0),
        marked=chosen, free=free_of(sheets), against=against, despite=DESPITE,
    )  # fmt: skip


def chosen_election(elections: Iterable[ElectionRow]) -> ElectionRow | None:
    """Return the election asked for, else the first whose window isn't closed, else the first."""
    rows, asked, now = tuple(elections), request.values.get("election_id"), ports().clock.now()
    for row in rows:
        if row.id == asked:
            return row
    running = [row for row in rows if row.window_closes_at and row.window_closes_at > now]
    return running[0] if running else rows[0] if rows else None


def organisations_of(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Return the organisations of a pile by name."""
    return sorted({(row.organisation_id, row.organisation) for row in rows}, key=lambda each: each[1].casefold())


def marked(sheets: dict[str, SheetRow]) -> set[str]:
    """Return who is marked: as posted; at first whom the registrar may accredit without a word, to refuse nobody."""
    if request.method == "POST":
        return set(request.form.getlist("nomination_ids"))
    if current_session().actor.role != "registrar":
        return set()
    return {key for key, sheet in sheets.items() if not sheet.stands_against and not sheet.draft_id}


def free_of(sheets: dict[str, SheetRow]) -> set[str]:
    """Return who is in no draft."""
    return {key for key, sheet in sheets.items() if not sheet.draft_id}


@officers("registrar", "lawyer")
def new_refusals() -> Response:
    """Write reasoned refusals: each person's own grounds and facts, side by side with what the checks found."""
    ids = list(dict.fromkeys(request.form.getlist("nomination_ids")))[:MOST]
    people = [ports().queries.nomination(key) for key in ids]
    if not people:
        return page("refused.html", status=409, back="/decisions", error=Conflict("nobody_chosen"))
    sheets, election = sheets_of(ids), ports().queries.election(people[0].row.election_id)

    def _act(form: Form) -> Response:
        refusals = [
            RefusalInput(key, tuple(form.values[f"grounds.{key}"]), form.values[f"facts.{key}"]) for key in ids
        ]
        made = do(draft_refusals, once=form.once, election_id=election.id, subject=form.values["subject"],
                  refusals=tuple(refusals)).result  # fmt: skip
        return go("decree", note="refusals_drafted", facts={"people": made["people"]}, decree_id=made["decree_id"])

    fields = [SUBJECT]
    initial: dict[str, Any] = {}
    for key in ids:
        own = sheets[key].grounds
        fields.append(
            Field(f"grounds.{key}", "checks", required=False, options=own, limit=len(GROUNDS), group="outcome")
        )
        fields.append(Field(f"facts.{key}", "area", required=False, limit=FACTS_MAX_CHARACTERS))
        initial |= {f"grounds.{key}": own, f"facts.{key}": found_facts(sheets[key])}
    return form_page(
        "refusals_form.html", "refusals", tuple(fields), act=_act, initial=initial, section="decisions",
        opening=bool(request.form.get(BEGIN_FIELD)),
        people=people, sheets=sheets, election=election,
    )  # fmt: skip


def found_facts(sheet: SheetRow) -> str:
    """Return this person's facts as the checks recorded them, one paragraph a finding."""
    return "\n".join(sheet.evidence[check] for check, outcome in sorted(sheet.outcomes.items()) if outcome != "ok")


@officers("registrar", "lawyer")
def edit_refused(refusal_id: str) -> Response:
    """Change what a draft says of one person."""
    row = ports().queries.refusal(refusal_id)

    def _act(form: Form) -> Response:
        decree = do(edit_refusal, once=form.once, refusal_id=refusal_id, **form.values).result
        return go("decree", note="refusal_edited", decree_id=decree)

    fields = (Field("grounds", "checks", options=row.offered, limit=len(GROUNDS), group="outcome"),
              Field("facts", "area", limit=FACTS_MAX_CHARACTERS))  # fmt: skip
    initial = {"grounds": tuple(ground for ground, _ in row.grounds), "facts": row.facts}
    return form_page("refusal_form.html", "refusal", fields, act=_act, initial=initial, section="decrees", row=row)


@officers("registrar", "lawyer")
@one_click
def remove_refused(refusal_id: str, once: str) -> Response:
    """Take one person out of a draft of refusals."""
    decree = do(remove_refusal, once=once, refusal_id=refusal_id).result
    return go("decree", note="refusal_removed", decree_id=decree)


def add_routes(blueprint: Blueprint) -> None:
    """Add the decree builder."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/decisions", "decisions", decisions, methods=both)
    blueprint.add_url_rule("/decisions/refuse", "new_refusals", new_refusals, methods=both)
    blueprint.add_url_rule("/refusals/<refusal_id>", "edit_refused", edit_refused, methods=both)
    blueprint.add_url_rule("/refusals/<refusal_id>/remove", "remove_refused", remove_refused, methods=["POST"])
