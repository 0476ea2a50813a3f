"""Deciding: the ready pile, drafts of accreditation and refusal, the docket, the list of those deprived, requests."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from server.accreditation.machines import NominationState
from server.usecases.carry_out import carry_out
from server.usecases.decide import RefusalInput, draft_accreditation_of, draft_refusals, edit_refusal, remove_refusal
from server.usecases.decree_opinions import give_decree_opinion
from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.hand_over import hand_over
from server.usecases.queries_of_applications import NominationFilter
from server.usecases.revocation_requests import draft_from_request
from server.usecases.roles import LEGAL_READERS
from server.usecases.take_up_again import find_undecided, take_up_again
from server.usecases.views import Page
from server.usecases.views_of_applications import NominationRow
from server.usecases.views_of_desks import (
    DeprivedRow,
    HandoverRow,
    RefusalSubject,
    RevocationRequestRow,
    SheetRow,
    StandingRow,
)  # fmt: skip
from server.web.acting import do, ports
from server.web.api import schemas_of_desks as schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.decision_papers import decree_pdf, refusal_letter_pdf
from server.web.session import officers

DESK = ("lawyer", "registrar")
HANDS = ("registrar", "records")
_PILE: Final = {"rows": [{"person": NominationRow, "sheet": SheetRow}], "next": str | None}


@officers(*LEGAL_READERS)
@says(asks=("election", "organisation", "after", "limit"), gives=_PILE)
def pile() -> Response:
    """List people ready for a decision, with their sheets."""
    return _people(NominationState.READY)


@officers(*LEGAL_READERS)
@says(asks=("election", "organisation", "after", "limit"), gives=_PILE)
def docket() -> Response:
    """List people undecided at the close, the oldest application first."""
    return _people(NominationState.UNDECIDED_AT_CLOSE)


def _people(state: NominationState) -> Response:
    narrowed = NominationFilter(asked("election"), asked("organisation"), states=(state.value,), oldest_first=True)
    found = ports().queries.nominations(narrowed, after=asked("after"), limit=limit())
    ids = [row.id for row in found.rows]
    sheets = ports().queries.sheets(ids, now=ports().clock.now(), matching=ports().matching)
    rows = [{"person": row, "sheet": sheets[row.id]} for row in found.rows]
    return answer({"rows": rows, "next": found.next})


@officers(*LEGAL_READERS)
@says(asks=("election",), gives={"rows": tuple[NominationRow, ...]})
def reopened() -> Response:
    """List people refused for the window alone whom a moved election lets be taken up again."""
    return answer({"rows": ports().queries.reopened(asked("election"))})


@officers("registrar")
@says(takes=schemas.AccreditationDraft, status=(201,))
def new_accreditation() -> Response:
    """Draft an accreditation decree of people chosen from the ready pile."""
    body = posted()
    made = do(draft_accreditation_of, once=once(), election_id=body["election"], subject=body["subject"],
              nomination_ids=body["nomination_ids"], despite_findings=body["despite_findings"])  # fmt: skip
    return done(made, status=201)


@officers(*DESK)
@says(takes=schemas.RefusalDraft, status=(201,))
def new_refusals() -> Response:
    """Draft a decree of reasoned refusals, person by person."""
    body = posted()
    refusals = [
        RefusalInput(each["nomination_id"], tuple(each["grounds"]), each["facts"]) for each in body["refusals"]
    ]
    made = do(draft_refusals, once=once(), election_id=body["election"], subject=body["subject"], refusals=refusals)
    return done(made, status=201)


@officers(*LEGAL_READERS)
@says(gives={"rows": tuple[RefusalSubject, ...]})
def refusals(decree_id: str) -> Response:
    """List the people of a refusal decree."""
    ports().queries.decree(decree_id)
    return answer({"rows": ports().queries.refusals(decree_id)})


@officers(*LEGAL_READERS)
@says(gives={"rows": tuple[StandingRow, ...]})
def standing(decree_id: str) -> Response:
    """List the people of an annex against whom something stands, with the reason to accredit them all the same."""
    ports().queries.decree(decree_id)
    return answer({"rows": ports().queries.standing_against(decree_id)})


@officers(*DESK)
@says(takes=schemas.RefusalEdit)
def edit_refused(refusal_id: str) -> Response:
    """Change what a draft says of one person."""
    return done(do(edit_refusal, once=once(), refusal_id=refusal_id, **posted()))


@officers(*DESK)
def remove_refused(refusal_id: str) -> Response:
    """Take one person out of a draft of refusals."""
    return done(do(remove_refusal, once=once(), refusal_id=refusal_id))


@officers(*DESK)
@says(takes=schemas.Late)
def late() -> Response:
    """Record of people undecided at the close that no decree may accredit them any more."""
    return done(do(find_undecided, once=once(), **posted()))


@officers("registrar")
@says(takes=schemas.Pile)
def take_up() -> Response:
    """Take people up again after the election was moved."""
    return done(do(take_up_again, once=once(), **posted()))


@officers(*HANDS)
def carried_out(decree_id: str) -> Response:
    """Give certificates, public list and notices of a published decree."""
    return done(do(carry_out, once=once(), decree_id=decree_id, sealing=ports().sealing))


@officers("lawyer")
@says(takes=schemas.DecreeOpinion, status=(201,))
def decree_opinion(decree_id: str) -> Response:
    """Add an opinion to a drafted revocation."""
    made = do(give_decree_opinion, once=once(), decree_id=decree_id, **posted())
    return done(made, status=201)


@officers(*LEGAL_READERS)
@says(gives={"rows": tuple[HandoverRow, ...]})
def handover(decree_id: str) -> Response:
    """List the live certificates of a decree, with who has taken theirs."""
    ports().queries.decree(decree_id)
    return answer({"rows": ports().queries.handover(decree_id)})


@officers(*HANDS)
@says(takes=schemas.Numbers)
def delivered() -> Response:
    """Mark certificates as handed over."""
    return done(do(hand_over, once=once(), **posted()))


@officers(*LEGAL_READERS)
@says(media="application/pdf")
def decree_document(decree_id: str) -> Response:
    """Give a decree with its annex as PDF."""
    return decree_pdf(decree_id)


@officers(*LEGAL_READERS)
@says(media="application/pdf")
def letter(refusal_id: str) -> Response:
    """Give the letter about one refused person as PDF."""
    return refusal_letter_pdf(refusal_id)


@officers(*LEGAL_READERS)
@says(asks=("after", "limit"), gives=Page[DeprivedRow])
def deprived() -> Response:
    """List those deprived for gross violations: decrees, no names."""
    return answer(ports().queries.deprived(after=asked("after"), limit=limit()))


@officers("registrar")
@says(takes=schemas.Deprived, status=(201,))
def new_deprived() -> Response:
    """Enter someone by an earlier decree."""
    entry = EarlierDecree(**posted())
    return done(do(enter_earlier_decree, once=once(), entry=entry, matching=ports().matching), status=201)


@officers(*LEGAL_READERS)
@says(asks=("state", "after", "limit"), gives=Page[RevocationRequestRow])
def requests() -> Response:
    """List organisations' applications to revoke."""
    found = ports().queries.revocation_requests(state=asked("state"), after=asked("after"), limit=limit())
    return answer(found)


@officers("registrar")
@says(status=(201,))
def draft_request(request_id: str) -> Response:
    """Draft the decree an organisation applied for."""
    return done(do(draft_from_request, once=once(), request_id=request_id), status=201)


def add_routes(blueprint: Blueprint) -> None:
    """Add deciding."""
    post, one, refusal = ["POST"], "/decrees/<decree_id>", "/refusals/<refusal_id>"
    for rule, name, view, methods in (
        ("/decisions/pile", "pile", pile, None), ("/decisions/docket", "docket", docket, None),
        ("/decisions/reopened", "reopened", reopened, None),
        ("/decisions/accreditations", "new_accreditation", new_accreditation, post),
        ("/decisions/refusals", "new_refusals", new_refusals, post), ("/decisions/late", "late", late, post),
        ("/decisions/take-up", "take_up", take_up, post), (f"{one}/refusals", "refusals", refusals, None),
        (f"{one}/findings", "standing", standing, None),
        (refusal, "edit_refused", edit_refused, ["PUT"]), (refusal, "remove_refused", remove_refused, ["DELETE"]),
        (f"{refusal}/letter.pdf", "refusal_letter", letter, None),
        (f"{one}/document.pdf", "decree_document", decree_document, None),
        (f"{one}/carry-out", "carry_out", carried_out, post),
        (f"{one}/opinions", "decree_opinion", decree_opinion, post),
        (f"{one}/handover", "handover", handover, None), ("/certificates/delivered", "delivered", delivered, post),
        ("/deprived", "deprived", deprived, None), ("/deprived", "new_deprived", new_deprived, post),
        ("/revocation-requests", "revocation_requests", requests, None),
        ("/revocation-requests/<request_id>/draft", "draft_request", draft_request, post),
    ):  # fmt: skip
        blueprint.add_url_rule(rule, name, view, methods=methods)
