"""The desk of the Ministry of Foreign Affairs: queue with age, review of a person, submission with a letter (3.2).

It shows what the review needs and nothing of the CEC's own checks; there is no button to refuse.
"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.calendar import day_of
from server.accreditation.machines import NominationState
from server.usecases.errors import NotFound
from server.usecases.mfa_desk import OUTCOMES, forward_nominations, review_nomination, take_into_review
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.views_of_applications import NominationRow
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import officers
from server.web.time_left import time_left

_N = NominationState
TABS: Final = {
    "waiting": (_N.FILED_MFA,),
    "review": (_N.MFA_REVIEW,),
    "submitted": (
        _N.AT_CEC, _N.CHECK, _N.RETURNED, _N.READY, _N.ACCREDITED, _N.REFUSED, _N.UNDECIDED_AT_CLOSE, _N.MERGED,
    ),
}  # fmt: skip
REVIEW_FIELDS: Final = (
    Field("outcome", "radio", options=OUTCOMES, group="mfa_outcome"),
    Field("remarks", "area", limit=4000, required=False, depends=True),
)
_AT_DESK: Final = (_N.FILED_MFA, _N.MFA_REVIEW)
_MOST: Final = 500


@officers("mfa")
def mfa_queue() -> Response:
    """Show who waits, who is in review and who was submitted, the oldest first, with the age of each."""
    tab = request.args.get("tab", "waiting")
    tab = tab if tab in TABS else "waiting"
    queries, now = ports().queries, ports().clock.now()
    text, election = request.args.get("text", "")[:200], request.args.get("election_id") or None
    narrowed = NominationFilter(
        election, states=tuple(TABS[tab]), channel="mfa", text=text, oldest_first=tab != "submitted"
    )
    found = queries.nominations(narrowed, after=request.args.get("after"))
    elections = queries.elections()
    return page(
        "mfa_queue.html", section="mfa", found=found, tab=tab, tabs=tuple(TABS), text=text, asked=election,
        ages=ages_of(found.rows, now=now), elections=elections,
        closings=[left for each in elections if (left := time_left(each, now=now)) and not left.closed],
    )  # fmt: skip


def ages_of(rows: tuple[NominationRow, ...], *, now: datetime) -> dict[str, tuple[int, bool]]:
    """Return for each nomination the whole days since it was filed, and whether that is late by the rule pack."""
    alarms = {key: ports().queries.rule_pack(key).parameters.mfa_alarm_days for key in {r.election_id for r in rows}}
    days = {row.id: (day_of(now) - day_of(row.filed_at)).days if row.filed_at else 0 for row in rows}
    return {row.id: (days[row.id], days[row.id] > alarms[row.election_id]) for row in rows}


@officers("mfa")
def mfa_person(nomination_id: str) -> Response:
    """Review one person: cleared, or remarks in words."""
    shown = ports().queries.nomination(nomination_id)
    if shown.row.channel != "mfa" or shown.row.state == _N.DRAFT:
        raise NotFound("nomination", nomination_id[:64])
    review = shown.review

    def _act(form: Form) -> Response:
        do(review_nomination, once=form.once, nomination_id=nomination_id, **form.values)
        following = _next_to_review(shown.row)
        if following is None:
            return go("mfa_queue", note="mfa_reviewed_all", tab="review")
        return go("mfa_person", note="mfa_reviewed", nomination_id=following)

    initial = {"outcome": review.outcome, "remarks": review.remarks} if review else {}
    return form_page(
        "mfa_person.html", "mfa_review", REVIEW_FIELDS, act=_act, initial=initial, section="mfa", shown=shown,
        at_desk=shown.row.state in _AT_DESK, age=ages_of((shown.row,), now=ports().clock.now())[shown.row.id],
        left=time_left(ports().queries.election(shown.row.election_id), now=ports().clock.now()),
    )  # fmt: skip


def _next_to_review(row: NominationRow) -> str | None:
    """Return who of the same application isn't reviewed yet."""
    own = NominationFilter(application_id=row.application_id, states=_AT_DESK, oldest_first=True)
    waiting = ports().queries.nominations(own, limit=_MOST).rows
    return next((each.id for each in waiting if each.mfa_outcome is None), None)


@officers("mfa")
@one_click
def mfa_take(once: str) -> Response:
    """Take the people marked on the queue into review."""
    ids = tuple(request.form.getlist("nomination_ids"))
    taken = do(take_into_review, once=once, nomination_ids=ids).result["taken"]
    return go("mfa_queue", note="mfa_taken", facts={"count": taken}, tab="review")


@officers("mfa")
def mfa_forward() -> Response:
    """Submit everyone reviewed, or those left marked, to the CEC with one letter."""
    in_review = NominationFilter(states=(_N.MFA_REVIEW,), channel="mfa", oldest_first=True)
    people = [each for each in ports().queries.nominations(in_review, limit=_MOST).rows if each.mfa_outcome]
    fields = (
        Field("nomination_ids", "checks", limit=_MOST), Field("letter_number", limit=64), Field("letter_date", "day"),
    )  # fmt: skip

    def _act(form: Form) -> Response:
        done = do(forward_nominations, once=form.once, **form.values).result
        return go("mfa_queue", note="mfa_forwarded", facts={"count": done["forwarded"]}, tab="submitted")

    initial = {"nomination_ids": [each.id for each in people], "letter_date": day_of(ports().clock.now())}
    options = {"nomination_ids": [(each.id, each.name_latin) for each in people]}
    return form_page("mfa_forward.html", "mfa_forward", fields, act=_act, initial=initial, options=options,
                     section="mfa", people=people)  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the Ministry's pages."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/mfa", "mfa_queue", mfa_queue)
    blueprint.add_url_rule("/mfa/take", "mfa_take", mfa_take, methods=["POST"])
    blueprint.add_url_rule("/mfa/forward", "mfa_forward", mfa_forward, methods=both)
    blueprint.add_url_rule("/mfa/people/<nomination_id>", "mfa_person", mfa_person, methods=both)
