"""Organisations that send observers."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, request

from server.accreditation.organisation import NAME_MAX_CHARACTERS, OrganisationKind, OrganisationOrigin
from server.usecases.add_organisation import add_organisation
from server.usecases.roles import CALENDAR_READERS
from server.web.acting import do, ports
from server.web.console.pages import go, page
from server.web.countries import states
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.session import officers

FIELDS: Final = (
    Field("name", limit=NAME_MAX_CHARACTERS),
    Field("name_ky", limit=NAME_MAX_CHARACTERS, required=False),
    Field("name_ru", limit=NAME_MAX_CHARACTERS, required=False),
    Field("origin", "radio", options=tuple(origin.value for origin in OrganisationOrigin)),
    Field("kind", "select", options=tuple(kind.value for kind in OrganisationKind), group="organisation_kind"),
    Field("country", "select", required=False),
)


@officers(*CALENDAR_READERS)
def organisations() -> Response:
    """List organisations by name."""
    text = request.args.get("text", "")[:200]
    found = ports().queries.organisations(text=text, after=request.args.get("after"))
    return page("organisations.html", section="organisations", found=found, text=text)


@officers("registrar")
def new_organisation() -> Response:
    """Add an organisation."""

    def _act(form: Form) -> Response:
        values = {**form.values, "country": form.values["country"] or None}
        do(add_organisation, once=form.once, **values)
        return go("organisations", note="organisation_added", facts={"name": values["name"]}, text=values["name"])

    return form_page("organisation_form.html", "organisation", FIELDS, act=_act, section="organisations",
                     options={"country": states()})  # fmt: skip


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of organisations."""
    blueprint.add_url_rule("/organisations", "organisations", organisations)
    blueprint.add_url_rule("/organisations/new", "new_organisation", new_organisation, methods=["GET", "POST"])
