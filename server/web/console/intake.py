"""The CEC's intake: applications as they came in, their people, receiving them, beginning the check (3.1, 3.5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.machines import NominationState
from server.usecases.errors import NotFound
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.queries_of_applications import ApplicationFilter, NominationFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import ElectionRow
from server.usecases.views_of_applications import TwinRow
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.one_click import one_click
from server.web.session import officers
from server.web.time_left import TimeLeft, time_left

CHANNELS: Final = ("cec", "mfa")
STATES: Final = tuple(state for state in NominationState if state != NominationState.DRAFT)
_MOST: Final = 500


@officers(*LEGAL_READERS)
def intake() -> Response:
    """List applications, the newest first, with what is still to be received and checked."""
    queries = ports().queries
    election, channel = request.args.get("election_id") or None, request.args.get("channel")
    narrowed = ApplicationFilter(election, channel=channel if channel in CHANNELS else None, state="filed")
    elections = queries.elections()
    return page(
        "intake.html", section="intake", found=queries.applications(narrowed, after=request.args.get("after")),
        asked={"election_id": election, "channel": channel}, channels=CHANNELS, elections=elections,
        closings=closings_of(elections, election),
    )  # fmt: skip


def closings_of(elections: Iterable[ElectionRow], chosen: str | None) -> list[TimeLeft]:
    """Return the windows still open, or the chosen election's whatever it is."""
    now = ports().clock.now()
    found = [(each.id, time_left(each, now=now)) for each in elections]
    return [left for key, left in found if left and (key == chosen if chosen else not left.closed)]


@officers(*LEGAL_READERS)
def application(application_id: str) -> Response:
    """Show one application: receipt, invitation, its people, and who may be the same person elsewhere."""
    queries, now = ports().queries, ports().clock.now()
    row = queries.application(application_id)
    if row.state == "draft":
        raise NotFound("application", application_id[:64])
    people = queries.nominations(NominationFilter(application_id=row.id, oldest_first=True), limit=_MOST)
    return page(
        "application.html", section="intake", application=row, people=people,
        invitation=queries.invitation(row.invitation_id), twins=_by_person(queries.twins(p.id for p in people.rows)),
        left=time_left(queries.election(row.election_id), now=now),
    )  # fmt: skip


def _by_person(twins: Iterable[TwinRow]) -> dict[str, list[TwinRow]]:
    found: dict[str, list[TwinRow]] = {}
    for twin in twins:
        found.setdefault(twin.nomination_id, []).append(twin)
    return found


@officers(*LEGAL_READERS)
def nominations() -> Response:
    """List people who applied, narrowed by election, state and words."""
    queries = ports().queries
    asked = {name: request.args.get(name) or None for name in ("election_id", "state", "channel")}
    text = request.args.get("text", "")[:200]
    states = (asked["state"],) if asked["state"] in STATES else STATES
    channel = asked["channel"] if asked["channel"] in CHANNELS else None
    narrowed = NominationFilter(asked["election_id"], states=states, channel=channel, text=text)
    return page(
        "nominations.html", section="intake", asked=asked, text=text, states=STATES, channels=CHANNELS,
        found=queries.nominations(narrowed, after=request.args.get("after")), elections=queries.elections(),
    )  # fmt: skip


def _marked_people(verb: Any, *, note: str, count: str, application_id: str, once: str) -> Response:
    done = do(verb, once=once, nomination_ids=tuple(request.form.getlist("nomination_ids"))).result
    return go("filed_application", note=note, facts={"count": done[count]}, application_id=application_id)


@officers("registrar")
@one_click
def receive(application_id: str, once: str) -> Response:
    """Receive the people marked."""
    return _marked_people(
        receive_nominations, note="received", count="received", application_id=application_id, once=once
    )


@officers("registrar", "lawyer")
@one_click
def check(application_id: str, once: str) -> Response:
    """Begin the check of the people marked."""
    return _marked_people(begin_check, note="check_begun", count="begun", application_id=application_id, once=once)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of the intake."""
    one = "/applications/<application_id>"
    blueprint.add_url_rule("/intake", "intake", intake)
    blueprint.add_url_rule("/people", "nominations", nominations)
    blueprint.add_url_rule(one, "filed_application", application)
    blueprint.add_url_rule(f"{one}/receive", "receive_nominations", receive, methods=["POST"])
    blueprint.add_url_rule(f"{one}/begin-check", "begin_check", check, methods=["POST"])
