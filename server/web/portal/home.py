"""The first page: what to do next, one's invitations and applications, the window."""

from __future__ import annotations

from flask import Blueprint, Response

from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter
from server.web.acting import ports
from server.web.pages import page
from server.web.session import current_session, representatives


@representatives
def home() -> Response:
    """Show invitations and applications of the own organisation."""
    own = current_session().actor.organisation_id
    queries = ports().queries
    return page(
        "home.html", section="home",
        invitations=queries.invitations(InvitationFilter(organisation_id=own)).rows,
        applications=queries.applications(ApplicationFilter(organisation_id=own)).rows,
    )  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the first page."""
    blueprint.add_url_rule("/", "home", home)
