"""The Ministry's desk and the CEC's intake."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Blueprint, Response

from server.accreditation.machines import NominationState
from server.usecases.errors import NotFound
from server.usecases.intake import begin_check, receive_nominations
from server.usecases.mfa_desk import forward_nominations, review_nomination, take_into_review
from server.usecases.queries_of_applications import ApplicationFilter, NominationFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import Page
from server.usecases.views_of_applications import (
    ApplicationRow,
    CopyRow,
    InvitationRow,
    NominationPage,
    NominationRow,
    ReviewRow,
    TwinRow,
)
from server.web.acting import do, ports
from server.web.api import schemas_of_intake as schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.session import officers

_N = NominationState
_FILED = tuple(state for state in _N if state != _N.DRAFT)
_REVIEWED: Final = {
    "person": NominationRow,
    "birth_date": date | None,
    "document_expires_on": date | None,
    "invitation": InvitationRow,
    "review": ReviewRow | None,
    "copies": tuple[CopyRow, ...],
}


@officers("mfa")
@says(
    asks=("state", "election_id", "organisation_id", "application_id", "text", "after", "limit"),
    gives=Page[NominationRow],
)
def mfa_people() -> Response:
    """List people filed through the Ministry, the oldest first."""
    found = _people(channel="mfa", oldest_first=True)
    return answer(replace(found, rows=tuple(_as_submitted(row) for row in found.rows)))


def _as_submitted(row: NominationRow) -> NominationRow:
    """Say of a person who left the Ministry only that: what the CEC does then isn't its business."""
    return row if row.state in (_N.FILED_MFA, _N.MFA_REVIEW, _N.WITHDRAWN) else replace(row, state=_N.AT_CEC.value)


@officers("mfa")
@says(gives=_REVIEWED)
def mfa_person(nomination_id: str) -> Response:
    """Show one person as the review needs it."""
    shown = ports().queries.nomination(nomination_id)
    if shown.row.channel != "mfa" or shown.row.state == _N.DRAFT:
        raise NotFound("nomination", nomination_id[:64])
    return answer(_what_the_review_needs(shown))


def _what_the_review_needs(shown: NominationPage) -> dict[str, Any]:
    return {
        "person": _as_submitted(shown.row),
        "birth_date": shown.data.birth_date,
        "document_expires_on": shown.data.document_expires_on,
        "invitation": shown.invitation,
        "review": shown.review,
        "copies": shown.copies,
    }


@officers("mfa")
@says(takes=schemas.People)
def take() -> Response:
    """Take people into review."""
    return done(do(take_into_review, once=once(), **posted()))


@officers("mfa")
@says(takes=schemas.Review)
def review(nomination_id: str) -> Response:
    """Record the review of one person."""
    return done(do(review_nomination, once=once(), nomination_id=nomination_id, **posted()))


@officers("mfa")
@says(takes=schemas.Forwarding)
def forward() -> Response:
    """Submit reviewed people to the CEC with one letter."""
    return done(do(forward_nominations, once=once(), **posted()))


@officers(*LEGAL_READERS)
@says(
    asks=("election_id", "organisation_id", "invitation_id", "channel", "after", "limit"), gives=Page[ApplicationRow]
)
def applications() -> Response:
    """List filed applications, the newest first."""
    narrowed = ApplicationFilter(
        asked("election_id"), asked("organisation_id"), asked("invitation_id"), asked("channel"), "filed"
    )
    return answer(ports().queries.applications(narrowed, after=asked("after"), limit=limit()))


@officers(*LEGAL_READERS)
@says(gives={"application": ApplicationRow, "people": tuple[NominationRow, ...], "twins": tuple[TwinRow, ...]})
def application(application_id: str) -> Response:
    """Show one filed application, its people, and who may be the same person elsewhere."""
    queries = ports().queries
    row = queries.application(application_id)
    if row.state == "draft":
        raise NotFound("application", application_id[:64])
    people = queries.nominations(NominationFilter(application_id=row.id, oldest_first=True), limit=500).rows
    return answer({"application": row, "people": people, "twins": queries.twins(each.id for each in people)})


@officers(*LEGAL_READERS)
@says(
    asks=("state", "election_id", "organisation_id", "application_id", "text", "after", "limit", "channel"),
    gives=Page[NominationRow],
)
def nominations() -> Response:
    """List people who applied."""
    return answer(_people(channel=asked("channel"), oldest_first=False))


def _people(*, channel: str | None, oldest_first: bool) -> Page[NominationRow]:
    state = asked("state")
    states = (state,) if state in _FILED else _FILED
    narrowed = NominationFilter(
        asked("election_id"), asked("organisation_id"), asked("application_id"), states, channel, asked("text") or "",
        oldest_first,
    )  # fmt: skip
    return ports().queries.nominations(narrowed, after=asked("after"), limit=limit())


@officers("registrar")
@says(takes=schemas.People)
def receive() -> Response:
    """Receive people filed with the CEC."""
    return done(do(receive_nominations, once=once(), **posted()))


@officers("registrar", "lawyer")
@says(takes=schemas.People)
def check() -> Response:
    """Begin the check of people at the CEC."""
    return done(do(begin_check, once=once(), **posted()))


def add_routes(blueprint: Blueprint) -> None:
    """Add both desks."""
    post = ["POST"]
    blueprint.add_url_rule("/mfa/nominations", "mfa_people", mfa_people)
    blueprint.add_url_rule("/mfa/nominations/<nomination_id>", "mfa_person", mfa_person)
    blueprint.add_url_rule("/mfa/nominations/<nomination_id>/review", "mfa_review", review, methods=post)
    blueprint.add_url_rule("/mfa/take", "mfa_take", take, methods=post)
    blueprint.add_url_rule("/mfa/forward", "mfa_forward", forward, methods=post)
    blueprint.add_url_rule("/applications", "applications", applications)
    blueprint.add_url_rule("/applications/<application_id>", "filed_application", application)
    blueprint.add_url_rule("/nominations", "nominations", nominations)
    blueprint.add_url_rule("/nominations/receive", "receive_nominations", receive, methods=post)
    blueprint.add_url_rule("/nominations/begin-check", "begin_check", check, methods=post)
