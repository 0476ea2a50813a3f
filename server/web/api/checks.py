"""Check sheets of people: what is proposed, what humans record, returns, merges."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response

from server.accreditation.mrz import disagreements, read_zone
from server.usecases.check_sheet import make_ready, record_check, record_checks, reopen_check
from server.usecases.legal_opinions import give_opinion
from server.usecases.merge_nominations import merge_nominations
from server.usecases.return_nomination import return_nomination
from server.usecases.roles import LEGAL_READERS
from server.usecases.shown_sheet import digest_of_sheet
from server.usecases.views_of_applications import NominationPage, NominationRow
from server.usecases.views_of_desks import SheetRow
from server.web.acting import do, ports
from server.web.api import schemas_of_desks as schemas
from server.web.api.bodies import answer, done, once, posted
from server.web.api.saying import says
from server.web.session import officers

DESK = ("lawyer", "registrar")


@officers(*LEGAL_READERS)
@says(gives={"person": NominationPage, "sheet": SheetRow, "merged": tuple[NominationRow, ...], "shown": str})
def sheet(nomination_id: str) -> Response:
    """Show one person with the sheet: outcomes, findings, opinions, returns, refusals.

    `shown` is a digest of the outcomes: sent along with an answer, it keeps a newer answer from being overwritten.
    """
    shown = ports().queries.nomination(nomination_id)
    now = ports().clock.now()
    own = ports().queries.sheets([nomination_id], now=now, matching=ports().matching)[nomination_id]
    return answer({"person": shown, "sheet": own, "merged": ports().queries.merged_into(nomination_id),
                   "shown": digest_of_sheet(shown.checks)})  # fmt: skip


@officers(*DESK)
@says(takes=schemas.Answer)
def record(nomination_id: str, check: str) -> Response:
    """Record what one check found; with `shown`, only while the sheet says of this check what it said then."""
    body = posted()
    return done(do(record_check, once=once(), nomination_id=nomination_id, check=check, **body))


@officers(*DESK)
@says(takes=schemas.PileAnswer)
def record_pile() -> Response:
    """Record "ok" for people chosen, each in rows of their own, with what was looked at (`evidence`)."""
    return done(do(record_checks, once=once(), matching=ports().matching, **posted()))


@officers("lawyer")
@says(takes=schemas.Pile)
def ready() -> Response:
    """Close the sheets of people chosen."""
    return done(do(make_ready, once=once(), **posted()))


@officers("lawyer")
def reopen(nomination_id: str) -> Response:
    """Open a finished sheet again."""
    return done(do(reopen_check, once=once(), nomination_id=nomination_id))


@officers("lawyer")
@says(takes=schemas.Opinion, status=(201,))
def opinion(nomination_id: str) -> Response:
    """Give a legal opinion on the ground of 3.10(3) that check C8 found; it replaces an earlier one on it."""
    made = do(give_opinion, once=once(), nomination_id=nomination_id, **posted())
    return done(made, status=201)


@officers(*DESK)
@says(takes=schemas.Return, status=(201,))
def send_back(nomination_id: str) -> Response:
    """Return one person's papers to be completed."""
    made = do(return_nomination, once=once(), nomination_id=nomination_id, **posted())
    return done(made, status=201)


@officers("registrar")
@says(takes=schemas.Merge)
def merge(nomination_id: str) -> Response:
    """Merge another record into this one."""
    return done(do(merge_nominations, once=once(), kept_id=nomination_id, **posted()))


@officers(*DESK)
@says(takes=schemas.Zone, gives=dict[str, Any], keyed=False)
def zone(nomination_id: str) -> Response:
    """Read a machine-readable zone and hold it against the application; nothing is kept."""
    read = read_zone(posted()["zone"])
    data = ports().queries.nomination(nomination_id).data
    differs = disagreements(
        read, country=data.document_country, number=data.document_number, surname=data.surname_latin,
        birth_date=data.birth_date, expires_on=data.document_expires_on,
    )  # fmt: skip
    return answer({**asdict(read), "differs": differs})


def add_routes(blueprint: Blueprint) -> None:
    """Add check sheets."""
    one = "/nominations/<nomination_id>"
    blueprint.add_url_rule(f"{one}/checks", "sheet", sheet)
    blueprint.add_url_rule(f"{one}/checks/<check>", "record_check", record, methods=["PUT"])
    blueprint.add_url_rule("/nominations/checks", "record_pile", record_pile, methods=["POST"])
    blueprint.add_url_rule("/nominations/ready", "make_ready", ready, methods=["POST"])
    blueprint.add_url_rule(f"{one}/reopen", "reopen_check", reopen, methods=["POST"])
    blueprint.add_url_rule(f"{one}/opinions", "give_opinion", opinion, methods=["POST"])
    blueprint.add_url_rule(f"{one}/return", "return_nomination", send_back, methods=["POST"])
    blueprint.add_url_rule(f"{one}/merge", "merge_nominations", merge, methods=["POST"])
    blueprint.add_url_rule(f"{one}/zone", "zone", zone, methods=["POST"])
