"""The annex of an accreditation decree, line by line."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response

from server.accreditation.person import CYRILLIC_LANGUAGES, NAME_PART_MAX_CHARACTERS
from server.usecases.draft_accreditation import add_annex_line, edit_annex_line, remove_annex_line
from server.usecases.line_input import LineInput
from server.web.acting import do, ports
from server.web.console.pages import go
from server.web.countries import country_options
from server.web.fields import Field
from server.web.forms import Form, Options, form_page
from server.web.one_click import one_click
from server.web.session import officers

LINE_FIELDS: Final = (
    *(Field(f"{part}_latin", limit=NAME_PART_MAX_CHARACTERS, required=part == "surname")
      for part in ("surname", "given", "patronymic")),
    *(Field(f"{part}_cyrillic", limit=NAME_PART_MAX_CHARACTERS, required=False)
      for part in ("surname", "given", "patronymic")),
    Field("cyrillic_language", "select", options=CYRILLIC_LANGUAGES, required=False),
    Field("citizenships", "countries", limit=4),
    Field("document_country", "select"),
    Field("document_number", limit=40),
    Field("document_expires_on", "day", required=False),
    Field("birth_date", "day", required=False),
    Field("organisation", "select"),
)  # fmt: skip


def line_options() -> Options:
    """Return what the selects of the line form offer."""
    names = [(row.id, row.name) for row in ports().queries.organisations(limit=500).rows]
    return {
        "citizenships": country_options(),
        "document_country": country_options(documents=True),
        "organisation": names,
    }


def line_of(values: dict[str, Any]) -> LineInput:
    """Return the verb's input from the form's values."""
    return LineInput(**{**values, "cyrillic_language": values["cyrillic_language"] or "rus"})


@officers("registrar")
def new_line(decree_id: str) -> Response:
    """Add a person to a draft's annex."""
    decree = ports().queries.decree(decree_id).decree

    def _act(form: Form) -> Response:
        do(add_annex_line, once=form.once, decree_id=decree_id, line=line_of(form.values))
        facts = {"name": form.values["surname_latin"]}
        return go("decree", note="line_added", facts=facts, decree_id=decree_id)

    return form_page("line_form.html", "line", LINE_FIELDS, act=_act, initial={"cyrillic_language": "rus"},
                     options=line_options(), section="decrees", decree=decree, line_id=None)  # fmt: skip


@officers("registrar")
def edit_line(decree_id: str, line_id: str) -> Response:
    """Correct a line of a draft's annex."""
    own_decree, line = ports().queries.annex_line(line_id)
    decree = ports().queries.decree(own_decree).decree

    def _act(form: Form) -> Response:
        do(edit_annex_line, once=form.once, line_id=line_id, line=line_of(form.values))
        return go("decree", note="line_changed", decree_id=own_decree)

    return form_page("line_form.html", "line", LINE_FIELDS, act=_act, initial=asdict(line),
                     options=line_options(), section="decrees", decree=decree, line_id=line_id)  # fmt: skip


@officers("registrar")
@one_click
def remove_line(decree_id: str, line_id: str, once: str) -> Response:
    """Take a line out of a draft's annex."""
    do(remove_annex_line, once=once, line_id=line_id)
    return go("decree", note="line_removed", decree_id=decree_id)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of annex lines."""
    path, both = "/decrees/<decree_id>/lines", ["GET", "POST"]
    blueprint.add_url_rule(f"{path}/new", "new_line", new_line, methods=both)
    blueprint.add_url_rule(f"{path}/<line_id>/edit", "edit_line", edit_line, methods=both)
    blueprint.add_url_rule(f"{path}/<line_id>/remove", "remove_line", remove_line, methods=["POST"])
