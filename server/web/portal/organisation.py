"""The own organisation as the Commission has it on record, and its accounts at this portal."""

from __future__ import annotations

from flask import Blueprint, Response

from server.web.acting import ports
from server.web.pages import page
from server.web.portal.owning import own_id
from server.web.session import representatives


@representatives
def organisation() -> Response:
    """Show the organisation's data and who has an account for it."""
    own = own_id()
    accounts = ports().queries.accounts_of_organisation(own)
    return page("organisation.html", section="organisation", row=ports().queries.organisation(own), accounts=accounts)


def add_routes(blueprint: Blueprint) -> None:
    """Add the organisation."""
    blueprint.add_url_rule("/organisation", "organisation", organisation)
