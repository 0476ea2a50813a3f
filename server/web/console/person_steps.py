"""Steps about one person on the desk: return the papers, merge with a twin, read the machine-readable zone."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.missing import Missing
from server.accreditation.mrz import Zone, disagreements, read_zone
from server.usecases.merge_nominations import are_alike, merge_nominations
from server.usecases.return_nomination import NOTE_MAX_CHARACTERS, return_nomination
from server.usecases.views_of_applications import NominationPage
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.session import officers
from server.web.time_left import time_left

RETURN_FIELDS: Final = (
    Field(
        "missing", "checks", limit=len(Missing), options=tuple(Missing), group="missing", required=False, depends=True
    ),
    Field("note", "area", limit=NOTE_MAX_CHARACTERS, required=False),
)
ZONE_FIELDS: Final = (Field("zone", "area", limit=300),)


@officers("registrar", "lawyer")
def return_person(nomination_id: str) -> Response:
    """Send one person's papers back with what is missing."""
    shown = ports().queries.nomination(nomination_id)

    def _act(form: Form) -> Response:
        do(return_nomination, once=form.once, nomination_id=nomination_id, **form.values)
        return go("check_sheet", note="returned", nomination_id=nomination_id)

    left = time_left(ports().queries.election(shown.row.election_id), now=ports().clock.now())
    return form_page("return_form.html", "return", RETURN_FIELDS, act=_act, section="checks", shown=shown, left=left)


@officers("registrar")
def merge(nomination_id: str) -> Response:
    """Put two records of one person side by side; a human says which is kept."""
    queries = ports().queries
    own, other = queries.nomination(nomination_id), queries.nomination(request.args.get("into", "")[:64])
    pair = {own.row.id: own, other.row.id: other}

    def _act(form: Form) -> Response:
        kept = form.values["kept_id"]
        gone = next(key for key in pair if key != kept)
        do(merge_nominations, once=form.once, kept_id=kept, other_id=gone, sure=form.values["sure"])
        return go("check_sheet", note="merged", nomination_id=kept)

    fields = (Field("kept_id", "radio", options=tuple(pair)), Field("sure", "check", required=False))
    return form_page("merge_form.html", "merge", fields, act=_act, section="checks", pair=tuple(pair.values()),
                     alike=are_alike(own.data, other.data))  # fmt: skip


@officers("registrar", "lawyer")
def zone(nomination_id: str) -> Response:
    """Read a typed machine-readable zone and hold it against the form; nothing of it is kept."""
    shown = ports().queries.nomination(nomination_id)

    def _act(form: Form) -> Response:
        read = read_zone(form.values["zone"])
        return page(
            "zone_form.html", section="checks", shown=shown, form=form, read=read, differs=_differs(read, shown)
        )

    return form_page("zone_form.html", "zone", ZONE_FIELDS, act=_act, section="checks", shown=shown, read=None)


def _differs(read: Zone, shown: NominationPage) -> tuple[str, ...]:
    data = shown.data
    return disagreements(
        read, country=data.document_country, number=data.document_number, surname=data.surname_latin,
        birth_date=data.birth_date, expires_on=data.document_expires_on,
    )  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the steps."""
    one, both = "/people/<nomination_id>", ["GET", "POST"]
    blueprint.add_url_rule(f"{one}/return", "return_person", return_person, methods=both)
    blueprint.add_url_rule(f"{one}/merge", "merge", merge, methods=both)
    blueprint.add_url_rule(f"{one}/zone", "zone", zone, methods=both)
