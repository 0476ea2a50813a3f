"""The docket of the close: deadlines with date and hour, who is still undecided by age, who may be taken up again."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.machines import PENDING, NominationState
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.roles import LEGAL_READERS
from server.usecases.take_up_again import find_undecided, take_up_again
from server.web.acting import do, ports
from server.web.console.check_sheet import sheets_of
from server.web.console.pages import go, page
from server.web.one_click import one_click
from server.web.session import officers
from server.web.time_left import time_left

MOST: Final = 500
_UNDECIDED: Final = (NominationState.UNDECIDED_AT_CLOSE.value,)
_PENDING: Final = tuple(state.value for state in PENDING)


@officers(*LEGAL_READERS)
def docket() -> Response:
    """Show each election's close, those undecided at it, the oldest application first, and what may be reopened."""
    queries, now = ports().queries, ports().clock.now()
    asked = request.args.get("election_id") or None
    elections = queries.elections()
    undecided = queries.nominations(NominationFilter(asked, states=_UNDECIDED, oldest_first=True),
                                    after=request.args.get("after"), limit=MOST)  # fmt: skip
    total = queries.nomination_counts(election_id=asked).get(NominationState.UNDECIDED_AT_CLOSE, 0)
    shown = [each for each in elections if not asked or each.id == asked]
    closings = [(each, time_left(each, now=now), pending_of(each.id)) for each in shown]
    return page(
        "docket.html", section="decisions", elections=elections, asked=asked, undecided=undecided, now=now,
        total=total,
        sheets=sheets_of([row.id for row in undecided.rows]), reopened=queries.reopened(asked),
        closings=[each for each in closings if each[1] and (not each[1].closed or each[2] or asked)],
    )  # fmt: skip


def pending_of(election_id: str) -> int:
    """Return how many people of an election wait for a decision."""
    counts = ports().queries.nomination_counts(election_id=election_id)
    return sum(counts.get(state, 0) for state in _PENDING)


@officers("lawyer", "registrar")
@one_click
def found_late(once: str) -> Response:
    """Record of those marked that no decree may accredit them any more."""
    done = do(find_undecided, once=once, nomination_ids=tuple(request.form.getlist("nomination_ids")),
              evidence=request.form.get("evidence", "")).result  # fmt: skip
    return go("docket", note="late_recorded", facts=done)


@officers("registrar")
@one_click
def take_up(once: str) -> Response:
    """Take up again those marked."""
    done = do(take_up_again, once=once, nomination_ids=tuple(request.form.getlist("nomination_ids"))).result
    return go("docket", note="taken_up", facts=done)


def add_routes(blueprint: Blueprint) -> None:
    """Add the docket."""
    blueprint.add_url_rule("/docket", "docket", docket)
    blueprint.add_url_rule("/docket/late", "found_late", found_late, methods=["POST"])
    blueprint.add_url_rule("/docket/take-up", "take_up", take_up, methods=["POST"])
