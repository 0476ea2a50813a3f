"""The annex of an accreditation decree, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, request, url_for

from server.accreditation.calendar import day_of
from server.accreditation.person import CYRILLIC_LANGUAGES, NAME_PART_MAX_CHARACTERS
from server.usecases.draft_accreditation import add_annex_line, edit_annex_line, remove_annex_line
from server.usecases.errors import FieldError
from server.usecases.line_input import LineInput
from server.usecases.persons import OrganisationBook, clean_line
from server.usecases.texts import Faults
from server.usecases.views import DecreeRow
from server.web.acting import do, ports
from server.web.console.pages import go, organisation_name, page
from server.web.countries import country_options
from server.web.fields import Field, shown
from server.web.forms import Form, Options, form_page
from server.web.one_click import closed, one_click
from server.web.session import officers

OPENED_FIELD: Final = "opened"
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
    names = [(row.id, organisation_name(row)) for row in ports().queries.organisations(limit=500).rows]
    return {
        "citizenships": country_options(),
        "document_country": country_options(documents=True),
        "organisation": names,
    }


def line_of(values: dict[str, Any]) -> LineInput:
    """Return the verb's input from the form's values."""
    return LineInput(**{**values, "cyrillic_language": values["cyrillic_language"] or "rus"})


def faults_of_line(values: Mapping[str, Any]) -> Sequence[FieldError]:
    """Return what the law finds in the values that could be read; which organisations exist is the verb's to say."""
    texts = {each.name: () if each.kind == "countries" else "" for each in LINE_FIELDS}
    read = {name: value for name, value in values.items() if name in texts}
    line = line_of({**texts, "birth_date": None, "document_expires_on": None, **read})
    checked = clean_line(line, organisations=OrganisationBook(()), today=day_of(ports().clock.now()))
    return [fault for fault in checked.found if fault.path != "organisation"] if isinstance(checked, Faults) else ()


def closed_annex(decree: DecreeRow) -> Response | None:
    """Return the page that says that a decree's annex can't be changed any more, None for a draft."""
    if decree.state == "draft" and decree.kind == "accreditation":
        return None
    code = "decree_not_draft" if decree.kind == "accreditation" else "decree_wrong_kind"
    return closed(code, back=url_for("console.decree", decree_id=decree.id))


@officers("registrar")
def new_line(decree_id: str) -> Response:
    """Add a person to a draft's annex."""
    decree = ports().queries.decree(decree_id).decree
    if request.method != "POST" and (shut := closed_annex(decree)):
        return shut

    def _act(form: Form) -> Response:
        do(add_annex_line, once=form.once, decree_id=decree_id, line=line_of(form.values))
        facts = {"name": form.values["surname_latin"]}
        return go("decree", note="line_added", facts=facts, decree_id=decree_id)

    return form_page("line_form.html", "line", LINE_FIELDS, act=_act, initial={"cyrillic_language": "rus"},
                     also=faults_of_line, options=line_options(), section="decrees", decree=decree,
                     line_id=None)  # fmt: skip


@officers("registrar")
def edit_line(decree_id: str, line_id: str) -> Response:
    """Correct a line of a draft's annex."""
    now = ports().queries.annex_line_fingerprint(line_id)  # before what is shown: what came between is refused
    own_decree, line = ports().queries.annex_line(line_id)
    decree = ports().queries.decree(own_decree).decree
    if request.method != "POST" and (shut := closed_annex(decree)):
        return shut

    def _act(form: Form) -> Response:
        opened = request.form.get(OPENED_FIELD, "")
        do(edit_annex_line, once=form.once, line_id=line_id, line=line_of(form.values), opened=opened)
        return go("decree", note="line_changed", decree_id=own_decree)

    return form_page("line_form.html", "line", LINE_FIELDS, act=_act, initial=asdict(line), also=faults_of_line,
                     options=line_options(), section="decrees", decree=decree, line_id=line_id,
                     stands=shown_line(line), now=now, opened=request.form.get(OPENED_FIELD, now))  # fmt: skip


def shown_line(line: LineInput) -> list[tuple[str, list[str]]]:
    """Return what a line says now, by field, as its inputs would show it."""
    names = dict(line_options()["organisation"])
    values = {**asdict(line), "organisation": names.get(line.organisation, line.organisation)}
    return [(each.name, shown(each, values[each.name] or None)) for each in LINE_FIELDS]


@officers("registrar")
def ask_remove_line(decree_id: str, line_id: str) -> Response:
    """Ask before a person is taken out of the annex."""
    _decree, line = ports().queries.annex_line(line_id)
    applied = ports().queries.line_is_of_application(line_id)
    name = " ".join(part for part in (line.surname_latin, line.given_latin) if part)
    back = url_for("console.decree", decree_id=decree_id)
    return page("confirm.html", section="decrees", asked="line.remove", about=name, look="stop",
                note="line.remove_applicant_text" if applied else "line.remove_text", back=back)  # fmt: skip


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
    blueprint.add_url_rule(f"{path}/<line_id>/remove", "ask_remove_line", ask_remove_line)
    blueprint.add_url_rule(f"{path}/<line_id>/remove", "remove_line", remove_line, methods=["POST"])
