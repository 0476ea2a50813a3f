"""The own organisation as the Commission has it on record, and its accounts at this portal."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from server.usecases.change_password import change_password
from server.usecases.passwords import PASSWORD_MAX_CHARACTERS
from server.web.acting import do, ports
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.pages import go, page
from server.web.portal.owning import own_id
from server.web.session import current_session, representatives

PASSWORD_FIELDS: Final = (
    Field("old_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="current-password"),
    Field("new_password", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
    Field("again", "password", limit=PASSWORD_MAX_CHARACTERS, autocomplete="new-password"),
)


@representatives
def organisation() -> Response:
    """Show the organisation's data and who has an account for it."""
    own = own_id()
    accounts = ports().queries.accounts_of_organisation(own)
    return page("organisation.html", section="organisation", row=ports().queries.organisation(own), accounts=accounts)


@representatives
def password() -> Response:
    """Change the own password."""

    def _act(form: Form) -> Response:
        values = form.values
        do(change_password, old_password=values["old_password"], new_password=values["new_password"],
           again=values["again"], family_id=current_session().family_id)  # fmt: skip
        return go("organisation", note="password_changed")

    return form_page("password.html", "password", PASSWORD_FIELDS, act=_act, section="organisation")


def add_routes(blueprint: Blueprint) -> None:
    """Add the organisation and the password."""
    blueprint.add_url_rule("/organisation", "organisation", organisation)
    blueprint.add_url_rule("/organisation/password", "password", password, methods=["GET", "POST"])
