"""Elections, their acts, and organisations."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response

from server.usecases.act_on_election import draft_election_act, preview_election_act
from server.usecases.add_organisation import add_organisation
from server.usecases.call_election import call_election
from server.usecases.edit_calendar import edit_calendar
from server.usecases.roles import CALENDAR_READERS, LEGAL_READERS
from server.usecases.statistics import statistics_document
from server.usecases.views import ActPreview, ElectionEventRow, ElectionRow, OrganisationRow, Page
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted, shaped
from server.web.api.saying import says
from server.web.session import officers


@officers(*CALENDAR_READERS)
@says(gives={"elections": tuple[ElectionRow, ...]})
def elections() -> Response:
    """List elections."""
    return answer({"elections": ports().queries.elections()})


@officers("registrar")
@says(takes=schemas.Election, status=(201,))
def new_election() -> Response:
    """Record an election."""
    return done(do(call_election, once=once(), **posted()), status=201)


@officers(*CALENDAR_READERS)
@says(gives={"election": ElectionRow, "acts": tuple[ElectionEventRow, ...]})
def election(election_id: str) -> Response:
    """Show one election with its acts."""
    queries = ports().queries
    return answer({"election": queries.election(election_id), "acts": queries.election_events(election_id)})


@officers(*LEGAL_READERS)
@says(gives=dict[str, Any])
def statistics(election_id: str) -> Response:
    """Give an election's figures: funnel, curve, time to decision, refusals, who waits."""
    queries = ports().queries
    counted = queries.statistics(queries.election(election_id).id)
    return answer(statistics_document(counted, now=ports().clock.now()))


@officers("registrar")
@says(takes=schemas.EditedCalendar)
def edit_election(election_id: str) -> Response:
    """Correct an election's calendar."""
    return done(do(edit_calendar, once=once(), election_id=election_id, **posted()))


@officers("registrar")
@says(takes=schemas.ElectionAct, status=(201,))
def new_act(election_id: str) -> Response:
    """Draft an act about the term."""
    body = posted()
    return done(do(draft_election_act, once=once(), election_id=election_id, **body), status=201)


@officers(*CALENDAR_READERS)
@says(asks=("kind", "day"), gives=ActPreview)
def preview_act(election_id: str) -> Response:
    """Say how many certificates an act would end or revive, and when."""
    query = {"kind": asked("kind"), "day": asked("day"), "facts": "—"}
    body = shaped(schemas.ElectionAct(), {name: value for name, value in query.items() if value})
    with ports().unit_of_work() as uow:
        found = preview_election_act(
            uow=uow, election_id=election_id, kind=body["kind"], day=body["day"], now=ports().clock.now()
        )
    return answer(found)


@officers(*CALENDAR_READERS)
@says(asks=("text", "after", "limit"), gives=Page[OrganisationRow])
def organisations() -> Response:
    """List organisations by name."""
    return answer(ports().queries.organisations(text=asked("text") or "", after=asked("after"), limit=limit()))


@officers("registrar")
@says(takes=schemas.Organisation, status=(201,))
def new_organisation() -> Response:
    """Add an organisation."""
    return done(do(add_organisation, once=once(), **posted()), status=201)


def add_routes(blueprint: Blueprint) -> None:
    """Add elections and organisations."""
    one = "/elections/<election_id>"
    blueprint.add_url_rule("/elections", "elections", elections)
    blueprint.add_url_rule("/elections", "new_election", new_election, methods=["POST"])
    blueprint.add_url_rule(one, "election", election)
    blueprint.add_url_rule(f"{one}/statistics", "statistics", statistics)
    blueprint.add_url_rule(one, "edit_election", edit_election, methods=["PUT"])
    blueprint.add_url_rule(f"{one}/acts", "new_act", new_act, methods=["POST"])
    blueprint.add_url_rule(f"{one}/acts/preview", "preview_act", preview_act)
    blueprint.add_url_rule("/organisations", "organisations", organisations)
    blueprint.add_url_rule("/organisations", "new_organisation", new_organisation, methods=["POST"])
