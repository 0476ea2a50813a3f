"""The list of those deprived for gross violations (3.10(4)), and organisations' applications to revoke (4.7)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.usecases.deprived import EarlierDecree, enter_earlier_decree
from server.usecases.revocation_requests import draft_from_request
from server.usecases.roles import LEGAL_READERS
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.countries import country_options
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import officers

ENTRY_FIELDS: Final = (
    Field("surname_latin", limit=60),
    Field("given_latin", limit=60, required=False),
    Field("birth_date", "day"),
    Field("document_country", "select"),
    Field("document_number", limit=24),
    Field("decree_number", limit=36),
    Field("decree_date", "day"),
)
REQUEST_STATES: Final = ("open", "drafted", "withdrawn")


@officers(*LEGAL_READERS)
def deprived() -> Response:
    """Show the list: decrees and days, no names."""
    found = ports().queries.deprived(after=request.args.get("after"))
    return page("deprived.html", section="decisions", found=found)


@officers("registrar")
def new_deprived() -> Response:
    """Enter someone by an earlier decree; only keyed hashes of name and document are kept."""

    def _act(form: Form) -> Response:
        do(enter_earlier_decree, once=form.once, entry=EarlierDecree(**form.values), matching=ports().matching)
        return go("deprived", note="deprived_entered")

    return form_page("deprived_form.html", "deprived", ENTRY_FIELDS, act=_act, section="decisions",
                     options={"document_country": country_options(documents=True)})  # fmt: skip


@officers(*LEGAL_READERS)
def revocation_requests() -> Response:
    """List organisations' written applications to revoke."""
    asked = request.args.get("state")
    state = asked if asked in REQUEST_STATES else None
    found = ports().queries.revocation_requests(state=state, after=request.args.get("after"))
    return page("revocation_requests.html", section="decisions", found=found, state=state, states=REQUEST_STATES)


@officers("registrar")
@one_click
def draft_request(request_id: str, once: str) -> Response:
    """Draft the decree an organisation applied for, its letter attached."""
    made = do(draft_from_request, once=once, request_id=request_id).result
    facts = {"people": made["people"], "left_out": made["left_out"]}
    return go("decree", note="request_drafted", facts=facts, decree_id=made["decree_id"])


def add_routes(blueprint: Blueprint) -> None:
    """Add both lists."""
    blueprint.add_url_rule("/deprived", "deprived", deprived)
    blueprint.add_url_rule("/deprived/new", "new_deprived", new_deprived, methods=["GET", "POST"])
    blueprint.add_url_rule("/revocation-requests", "revocation_requests", revocation_requests)
    blueprint.add_url_rule(
        "/revocation-requests/<request_id>/draft", "draft_request", draft_request, methods=["POST"]
    )
