"""People on a list: the form with its proposal of the other script, and the page of one person."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.person import CYRILLIC_LANGUAGES, NAME_PART_MAX_CHARACTERS, is_citizen
from server.accreditation.transliteration import to_cyrillic, to_latin
from server.usecases.complete_nomination import complete_nomination
from server.usecases.line_input import LineInput
from server.usecases.nominate import add_nomination, edit_nomination, remove_nomination
from server.usecases.persons import DOCUMENT_KINDS
from server.usecases.views_of_applications import ApplicationRow, NominationPage
from server.web.acting import do, ports
from server.web.countries import country_options
from server.web.fields import Field
from server.web.forms import Form, Options, form_page, read_form
from server.web.one_click import one_click
from server.web.pages import go, page
from server.web.portal.applications import missing_by_person, surroundings
from server.web.portal.owning import own_application, own_nomination
from server.web.portal.standing import history_of, standing_of
from server.web.session import representatives

PARTS: Final = ("surname", "given", "patronymic")
FIELDS: Final = (
    *(Field(f"{part}_latin", limit=NAME_PART_MAX_CHARACTERS, required=part == "surname") for part in PARTS),
    *(Field(f"{part}_cyrillic", limit=NAME_PART_MAX_CHARACTERS, required=False) for part in PARTS),
    Field("cyrillic_language", "select", options=CYRILLIC_LANGUAGES, required=False),
    Field("citizenships", "countries", limit=8),
    Field("birth_date", "day", required=False, depends=True),
    Field("document_kind", "select", options=DOCUMENT_KINDS),
    Field("document_country", "select"),
    Field("document_number", limit=40),
    Field("document_expires_on", "day", required=False),
)


def form_options() -> Options:
    """Return what the selects of the form offer."""
    return {"citizenships": country_options(), "document_country": country_options(documents=True)}


def line_of(values: dict[str, Any]) -> LineInput:
    """Return the verb's input from the form's values."""
    return LineInput(**{**values, "organisation": "", "cyrillic_language": values["cyrillic_language"] or "rus"})


@representatives
def new_nomination(application_id: str) -> Response:
    """Put a person on the list."""
    row = own_application(application_id)

    def _act(form: Form) -> Response:
        done = do(add_nomination, once=form.once, application_id=row.id, line=line_of(form.values)).result
        return _saved(form, done, note="nomination_added", application=row)

    initial = {"cyrillic_language": "rus", "document_kind": "passport"}
    return _form(_act, initial=initial, application=row, shown=None)


@representatives
def change_nomination(nomination_id: str) -> Response:
    """Correct a person who is a draft or was returned."""
    shown = own_nomination(nomination_id)

    def _act(form: Form) -> Response:
        done = do(edit_nomination, once=form.once, nomination_id=shown.row.id, line=line_of(form.values)).result
        return _saved(form, done, note="saved", application=shown.application)

    data = asdict(shown.data)
    initial = {
        **data,
        "citizenships": shown.row.citizenships,
        "cyrillic_language": data["cyrillic_language"] or "rus",
    }
    return _form(_act, initial=initial, application=shown.application, shown=shown)


def _form(
    act: Any, *, initial: dict[str, Any], application: ApplicationRow, shown: NominationPage | None
) -> Response:
    around = {"section": "home", "shown": shown, **surroundings(application)}
    if request.method == "POST" and request.form.get("step") in ("to_cyrillic", "to_latin"):
        form = read_form("line", FIELDS, options=form_options())
        propose(form, step=request.form["step"])
        form.refusals, form.status = [], 200
        return page("nomination_form.html", form=form, **around)
    return form_page(
        "nomination_form.html", "line", FIELDS, act=act, initial=initial, options=form_options(), **around
    )


def propose(form: Form, *, step: str) -> None:
    """Fill the empty parts of the name in one script with a proposal made from the other."""
    chosen = (form.typed("cyrillic_language") or ["rus"])[0]
    language = chosen if chosen in CYRILLIC_LANGUAGES else "rus"
    source, target = ("latin", "cyrillic") if step == "to_cyrillic" else ("cyrillic", "latin")
    spell = to_cyrillic if step == "to_cyrillic" else to_latin
    for part in PARTS:
        written = "".join(form.typed(f"{part}_{source}"))[:NAME_PART_MAX_CHARACTERS]
        if written.strip() and not "".join(form.typed(f"{part}_{target}")).strip():
            form.raw[f"{part}_{target}"] = [
                spell(written, language=language if language in CYRILLIC_LANGUAGES else "rus")
            ]


def _saved(form: Form, done: dict[str, Any], *, note: str, application: ApplicationRow) -> Response:
    """Say what was understood, and go on: to the person's copies, or to the next person."""
    facts: dict[str, Any] = {"name": form.values["surname_latin"]}
    if "document_number_look_alikes" in done["warnings"]:
        note, facts["number"] = "look_alikes", own_nomination(done["id"]).row.document_number
    if request.form.get("step") == "another":
        return go("new_nomination", note=note, facts=facts, application_id=application.id)
    return go("nomination", note=note, facts=facts, nomination_id=done["id"])


@representatives
def nomination(nomination_id: str) -> Response:
    """Show where one person stands, what happens next, and what happened so far."""
    shown = own_nomination(nomination_id)
    acts = ports().queries.acts(subject_id=shown.row.id, limit=100).rows
    return page(
        "nomination.html", section="people", shown=shown, standing=standing_of(shown.row.standing),
        history=history_of(acts, shown.grant), citizen=is_citizen(shown.row.citizenships),
        missing=missing_by_person(shown.application, (shown.row,)).get(shown.row.id, ()),
        **surroundings(shown.application),
    )  # fmt: skip


@representatives
@one_click
def remove(nomination_id: str, once: str) -> Response:
    """Take a draft off the list."""
    application_id = do(remove_nomination, once=once, nomination_id=nomination_id).result
    return go("application", note="nomination_removed", application_id=application_id)


@representatives
@one_click
def complete(nomination_id: str, once: str) -> Response:
    """Send a returned person back to be checked."""
    done = do(complete_nomination, once=once, nomination_id=nomination_id)
    return go("nomination", note="nomination_completed", nomination_id=done.result)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of people."""
    person, both = "/nominations/<nomination_id>", ["GET", "POST"]
    new = "/applications/<application_id>/nominations/new"
    blueprint.add_url_rule(new, "new_nomination", new_nomination, methods=both)
    blueprint.add_url_rule(person, "nomination", nomination)
    blueprint.add_url_rule(f"{person}/edit", "change_nomination", change_nomination, methods=both)
    blueprint.add_url_rule(f"{person}/remove", "remove_nomination", remove, methods=["POST"])
    blueprint.add_url_rule(f"{person}/complete", "complete_nomination", complete, methods=["POST"])
