"""Elections: the calendar with its window, and the acts that move the term."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from server.accreditation.calendar import day_of
from server.accreditation.election import ElectionCalendar, ElectionKind, WindowRule
from server.accreditation.election_stage import STAGES, ElectionStage, stage_of
from server.accreditation.errors import CodedError
from server.accreditation.rule_pack import Parameters, SilenceEnd, WindowAppliesTo
from server.accreditation.term import ElectionTerm, TermBasis
from server.usecases.act_on_election import ACTS_WITH_DAY, draft_election_act, preview_election_act
from server.usecases.call_election import call_election, check_names, clean_calendar
from server.usecases.edit_calendar import edit_calendar, preview_calendar
from server.usecases.errors import FieldError
from server.usecases.records import ELECTION_ACTS
from server.usecases.roles import CALENDAR_READERS
from server.usecases.texts import Faults
from server.usecases.views import ActPreview, ElectionRow
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.errors import ProblemError
from server.web.fields import Field, FieldRefused, parse_day
from server.web.forms import Form, form_page
from server.web.one_click import closed
from server.web.session import officers

CALENDAR_FIELDS: Final = (
    Field("title_ky", limit=200),
    Field("title_ru", limit=200),
    Field("title_en", limit=200),
    Field("date_set_at", "minute"),
    Field("call_published_at", "minute", required=False),
    Field("voting_days", "days", limit=4),
    Field("window_rule", "radio", options=tuple(rule.value for rule in WindowRule)),
    Field("window_applies_to", "radio", options=tuple(reading.value for reading in WindowAppliesTo)),
    Field("silence_end", "radio", options=tuple(reading.value for reading in SilenceEnd)),
    Field("retention_days", "whole", limit=4),
    Field("mfa_alarm_days", "whole", limit=2),
)
EDIT_FIELDS: Final = (
    *CALENDAR_FIELDS,
    Field("reason", "area", limit=2000, required=False, depends=True),
    Field("confirmed", "check", required=False),
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

    initial = asdict(Parameters())
    return form_page("election_form.html", "election", NEW_FIELDS, act=_act, initial=initial,
                     also=faults_of_call, section="elections", election=None)  # fmt: skip


def faults_of_call(values: Mapping[str, Any]) -> Sequence[FieldError]:
    """Return what the law finds in the values that could be read."""
    faults = check_names(code=values.get("code") or "", prefix=values.get("prefix") or "")
    return [*faults.found, *faults_of_calendar(values)]


def faults_of_calendar(values: Mapping[str, Any]) -> Sequence[FieldError]:
    """Return what the law finds in dates that could be read."""
    faults = Faults()
    if "date_set_at" in values and "voting_days" in values and "call_published_at" in values:
        clean_calendar(values.get("kinds") or ("president",), values["date_set_at"], values["call_published_at"],
                       values["voting_days"], WindowRule.E_MINUS_3_INCLUSIVE.value, faults)  # fmt: skip
    return faults.found


@officers(*CALENDAR_READERS)
def election(election_id: str) -> Response:
    """Show one election: calendar, window, term, acts."""
    queries = ports().queries
    now = ports().clock.now()
    row = queries.election(election_id)
    return page(
        "election.html", section="elections", election=row, now=now, today=day_of(now),
        stage=stage_of_row(row, now=now), stages=stages_shown(row), pack=queries.rule_pack(election_id),
        events=queries.election_events(election_id),
        decrees=queries.decrees(election_id=election_id, limit=8).rows,
    )  # fmt: skip


def stage_of_row(row: ElectionRow, *, now: datetime) -> ElectionStage:
    """Return where a listed election stands."""
    calendar = ElectionCalendar(
        tuple(ElectionKind(kind) for kind in row.kinds), row.date_set_at, row.call_published_at, row.voting_days,
        row.repeat_voting_days, WindowRule(row.window_rule),
    )  # fmt: skip
    return stage_of(calendar, ElectionTerm(TermBasis(row.term_basis), row.results_published_day), now=now)


def stages_shown(row: ElectionRow) -> tuple[ElectionStage, ...]:
    """Return the stages of this election's way: those of repeat voting only where it was called."""
    if row.term_basis == TermBasis.ANNULLED:
        return (ElectionStage.DATE_SET, ElectionStage.CALL_PUBLISHED, ElectionStage.ANNULLED)
    repeat = (ElectionStage.REPEAT_CALLED, ElectionStage.REPEAT_PUBLISHED)
    hidden = (ElectionStage.ANNULLED, *(() if row.repeat_voting_days else repeat))
    return tuple(stage for stage in STAGES if stage not in hidden)


@officers("registrar")
def edit_election(election_id: str) -> Response:
    """Correct titles, dates, or the declared reading of 3.7."""
    row = ports().queries.election(election_id)
    back = url_for("console.election", election_id=election_id)
    if row.term_basis == TermBasis.ANNULLED:
        return closed("election_annulled", back=back)
    seen: dict[str, Any] = {}

    def _act(form: Form) -> Response:
        arguments = calendar_arguments(form.values)
        asked = {name: value for name, value in arguments.items() if name not in ("reason", "confirmed")}
        with ports().unit_of_work() as uow:
            seen["calendar"] = preview_calendar(uow=uow, election_id=election_id, **asked)
        changed = do(edit_calendar, once=form.once, election_id=election_id, **arguments)
        return go("election", note="election_changed", election_id=election_id, receipts=changed.receipts)

    return form_page("election_form.html", "election", EDIT_FIELDS, act=_act, initial=_initial(row),
                     also=faults_of_calendar, section="elections", election=row, seen=seen)  # fmt: skip


@officers("registrar")
def new_act(election_id: str) -> Response:
    """Draft an act about the term; the page says beforehand what it will do."""
    row = ports().queries.election(election_id)
    kind = request.args.get("kind", "")
    if kind not in ELECTION_ACTS:
        raise ProblemError("bad_request")
    if row.term_basis == TermBasis.ANNULLED:
        return closed("election_annulled", back=url_for("console.election", election_id=election_id))
    with_day = kind in ACTS_WITH_DAY
    fields = (*((Field("day", "day"),) if with_day else ()), Field("facts", "area", limit=2000))

    def _act(form: Form) -> Response:
        day, facts = form.values.get("day"), form.values["facts"]
        made = do(draft_election_act, once=form.once, election_id=election_id, kind=kind, day=day, facts=facts)
        return go("decree", note="act_drafted", decree_id=made.result)

    asked = _asked_day()
    day = asked or (day_of(ports().clock.now()) if kind == "results_publication" else None)
    preview, refused = preview_act(election_id, kind=kind, day=day)
    if refused and not asked and with_day:  # nobody asked about that day: an empty form, no refusal
        day = refused = None
    return form_page("act_form.html", "act", fields, act=_act, initial={"day": day}, section="elections",
                     election=row, kind=kind, preview=preview, refused=refused, with_day=with_day)  # fmt: skip


def preview_act(election_id: str, *, kind: str, day: date | None) -> tuple[ActPreview | None, CodedError | None]:
    """Return what an act would do, or why it may not be."""
    if day is None and kind in ACTS_WITH_DAY:
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
    readings = asdict(ports().queries.rule_pack(row.id).parameters)
    return {**readings, **asdict(row), **{f"title_{lang}": row.titles.get(lang, "") for lang in ("ky", "ru", "en")}}
