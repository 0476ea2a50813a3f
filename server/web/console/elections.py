"""Elections: the calendar with its window, and the acts that move the term."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.calendar import day_of
from server.accreditation.election import ElectionKind, WindowRule
from server.accreditation.errors import CodedError
from server.usecases.act_on_election import draft_election_act, preview_election_act
from server.usecases.call_election import call_election, edit_calendar
from server.usecases.records import ELECTION_ACTS
from server.usecases.roles import CALENDAR_READERS
from server.usecases.views import ActPreview, ElectionRow
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.errors import ProblemError
from server.web.fields import Field, FieldRefused, parse_day
from server.web.forms import Form, form_page
from server.web.session import officers

CALENDAR_FIELDS: Final = (
    Field("title_ky", limit=200),
    Field("title_ru", limit=200),
    Field("title_en", limit=200),
    Field("date_set_at", "minute"),
    Field("call_published_at", "minute", required=False),
    Field("voting_days", "days", limit=4),
    Field("window_rule", "radio", options=tuple(rule.value for rule in WindowRule)),
)
NEW_FIELDS: Final = (
    Field("code", limit=24),
    Field("prefix", limit=4),
    Field("kinds", "checks", limit=4, options=tuple(kind.value for kind in ElectionKind)),
    *CALENDAR_FIELDS,
)


def calendar_arguments(values: dict[str, Any]) -> dict[str, Any]:
    """Return the verb's arguments from the form's values: the three titles become one mapping."""
    rest = {name: value for name, value in values.items() if not name.startswith("title_")}
    return {**rest, "titles": {lang: values[f"title_{lang}"] for lang in ("ky", "ru", "en")}}


@officers(*CALENDAR_READERS)
def elections() -> Response:
    """List every election."""
    return page("elections.html", section="elections", elections=ports().queries.elections())


@officers("registrar")
def new_election() -> Response:
    """Record an election."""

    def _act(form: Form) -> Response:
        made = do(call_election, once=form.once, **calendar_arguments(form.values))
        return go("election", note="election_added", election_id=made.result, receipts=made.receipts)

    initial = {"window_rule": WindowRule.E_MINUS_3_INCLUSIVE.value}
    return form_page("election_form.html", "election", NEW_FIELDS, act=_act, initial=initial,
                     section="elections", election=None)  # fmt: skip


@officers(*CALENDAR_READERS)
def election(election_id: str) -> Response:
    """Show one election: calendar, window, term, acts."""
    queries = ports().queries
    now = ports().clock.now()
    return page(
        "election.html", section="elections", election=queries.election(election_id), now=now, today=day_of(now),
        events=queries.election_events(election_id),
        decrees=queries.decrees(election_id=election_id, limit=8).rows,
    )  # fmt: skip


@officers("registrar")
def edit_election(election_id: str) -> Response:
    """Correct titles, dates, or the declared reading of 3.7."""
    row = ports().queries.election(election_id)

    def _act(form: Form) -> Response:
        changed = do(edit_calendar, once=form.once, election_id=election_id, **calendar_arguments(form.values))
        return go("election", note="election_changed", election_id=election_id, receipts=changed.receipts)

    return form_page("election_form.html", "election", CALENDAR_FIELDS, act=_act, initial=_initial(row),
                     section="elections", election=row)  # fmt: skip


@officers("registrar")
def new_act(election_id: str) -> Response:
    """Draft an act about the term; the page says beforehand what it will do."""
    row = ports().queries.election(election_id)
    kind = request.args.get("kind", "")
    if kind not in ELECTION_ACTS:
        raise ProblemError("bad_request")
    with_day = kind in ("results_publication", "repeat_voting")
    fields = (*((Field("day", "day"),) if with_day else ()), Field("facts", "area", limit=2000))

    def _act(form: Form) -> Response:
        day, facts = form.values.get("day"), form.values["facts"]
        made = do(draft_election_act, once=form.once, election_id=election_id, kind=kind, day=day, facts=facts)
        return go("decree", note="act_drafted", decree_id=made.result)

    day = _asked_day() or (day_of(ports().clock.now()) if kind == "results_publication" else None)
    preview, refused = preview_act(election_id, kind=kind, day=day)
    return form_page("act_form.html", "act", fields, act=_act, initial={"day": day}, section="elections",
                     election=row, kind=kind, preview=preview, refused=refused)  # fmt: skip


def preview_act(election_id: str, *, kind: str, day: date | None) -> tuple[ActPreview | None, CodedError | None]:
    """Return what an act would do, or why it may not be."""
    if day is None and kind in ("results_publication", "repeat_voting"):
        return None, None
    try:
        with ports().unit_of_work() as uow:
            now = ports().clock.now()
            return preview_election_act(uow=uow, election_id=election_id, kind=kind, day=day, now=now), None
    except CodedError as error:
        return None, error


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of elections."""
    blueprint.add_url_rule("/elections", "elections", elections)
    blueprint.add_url_rule("/elections/new", "new_election", new_election, methods=["GET", "POST"])
    blueprint.add_url_rule("/elections/<election_id>", "election", election)
    blueprint.add_url_rule("/elections/<election_id>/edit", "edit_election", edit_election, methods=["GET", "POST"])
    blueprint.add_url_rule("/elections/<election_id>/act", "new_act", new_act, methods=["GET", "POST"])


def _asked_day() -> date | None:
    text = request.form.get("day") or request.args.get("day") or ""
    try:
        return parse_day(text) if text else None
    except FieldRefused:
        return None


def _initial(row: ElectionRow) -> dict[str, Any]:
    return {**asdict(row), **{f"title_{lang}": row.titles.get(lang, "") for lang in ("ky", "ru", "en")}}
