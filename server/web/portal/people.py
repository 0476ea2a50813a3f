"""Everyone of the organisation: where each person stands, and withdrawing some or all of an application."""

from __future__ import annotations

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.accreditation.machines import NominationState
from server.usecases.errors import Conflict, Forbidden, NotFound
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.withdraw import WITHDRAWABLE, withdraw_nominations
from server.web.acting import do, ports
from server.web.errors import problem_of
from server.web.forms import ONCE_FIELD
from server.web.kept_forms import REVIEW_FIELD
from server.web.pages import go, page
from server.web.portal.applications import MOST_CHECKED, surroundings
from server.web.portal.owning import own_application, own_id
from server.web.portal.standing import STANDINGS
from server.web.session import representatives


@representatives
def people() -> Response:
    """List everyone with where they stand; narrowed by state, election and text."""
    state = request.args.get("state", "")
    election = request.args.get("election_id", "")
    text = request.args.get("text", "").strip()[:100]
    own, queries = own_id(), ports().queries
    narrowed = NominationFilter(
        organisation_id=own, states=(state,) if state in STANDINGS else (), text=text,
        election_id=election if any(row.id == election for row in queries.elections()) else None,
    )  # fmt: skip
    found = queries.nominations(narrowed, after=request.args.get("after"), limit=50)
    counts = queries.nomination_counts(organisation_id=own, election_id=narrowed.election_id)
    return page("people.html", section="people", found=found, counts=counts, asked=state, text=text,
                election_id=election, elections=queries.elections(), standings=STANDINGS)  # fmt: skip


@representatives
def withdraw(application_id: str) -> Response:
    """Choose whom to withdraw, see what it means, and confirm."""
    row = own_application(application_id)
    error: CodedError | None = None
    chosen = request.form.getlist("nomination_ids")[:MOST_CHECKED]
    if request.method == "POST" and request.form.get("step") == "confirmed" and REVIEW_FIELD not in request.form:
        try:
            once = request.form.get(ONCE_FIELD, "")[:64]
            done = do(withdraw_nominations, once=once, application_id=row.id, nomination_ids=chosen).result
            return go("application", note="withdrawn", facts=done, application_id=row.id)
        except (NotFound, Forbidden):
            raise
        except CodedError as refused:
            error = refused
    elif request.method == "POST" and not chosen and REVIEW_FIELD not in request.form:
        error = Conflict("nobody_chosen")
    states = tuple(state.value for state in WITHDRAWABLE)
    able = ports().queries.nominations(
        NominationFilter(application_id=row.id, states=states, oldest_first=True), limit=MOST_CHECKED
    )
    asked = [each for each in able.rows if each.id in set(chosen)]
    ended = (NominationState.ACCREDITED, "revoked", NominationState.REFUSED)
    decided = sum(row.states.get(state, 0) for state in ended)
    status = problem_of(error).status if error else 200
    return page("withdraw.html", status=status, section="home", people=able.rows, asked=asked, decided=decided,
                error=error, **surroundings(row))  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add people and withdrawal."""
    blueprint.add_url_rule("/people", "people", people)
    blueprint.add_url_rule("/applications/<application_id>/withdraw", "withdraw", withdraw, methods=["GET", "POST"])
