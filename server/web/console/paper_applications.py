"""Applications that reached the Ministry on paper: written down by form or list, scans added, then filed (3.2)."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from server.accreditation.errors import CodedError
from server.usecases.applications import Contact, discard_application, own_application
from server.usecases.documents import IDENTITY
from server.usecases.errors import Forbidden, NotFound
from server.usecases.file_application import file_application
from server.usecases.import_annex import ImportRefused
from server.usecases.import_nominations import import_nominations
from server.usecases.nominate import add_nomination, remove_nomination
from server.usecases.paper_application import register_paper_application
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter, NominationFilter
from server.usecases.uploads import MOST_PART_BYTES, append_upload, begin_upload, finish_upload
from server.usecases.views_of_applications import ApplicationRow
from server.web.acting import do, ports
from server.web.console.annex import LINE_FIELDS, line_of
from server.web.console.pages import go, organisation_name, page
from server.web.countries import country_options
from server.web.errors import problem_of
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import one_click
from server.web.session import current_session, officers

NEW_FIELDS: Final = (
    Field("invitation_id", "select"),
    Field("mfa_number", limit=64),
    Field("contact_name", limit=120),
    Field("contact_email", limit=200),
    Field("contact_phone", limit=40, required=False),
)
PERSON_FIELDS: Final = tuple(each for each in LINE_FIELDS if each.name != "organisation")
_MOST: Final = 500


@officers("mfa")
def paper_applications() -> Response:
    """List applications received on paper, the newest first."""
    narrowed = ApplicationFilter(channel="mfa", on_paper=True)
    found = ports().queries.applications(narrowed, after=request.args.get("after"))
    return page("paper_applications.html", section="mfa", found=found)


@officers("mfa")
def new_paper_application() -> Response:
    """Open the draft of an application under an invitation."""

    def _act(form: Form) -> Response:
        contact = Contact(*(form.values[f"contact_{name}"] for name in ("name", "email", "phone")))
        told = {"invitation_id": form.values["invitation_id"], "mfa_number": form.values["mfa_number"]}
        made = do(register_paper_application, once=form.once, contact=contact, **told)
        return go("paper_application", note="paper_opened", application_id=made.result)

    return form_page("paper_form.html", "paper", NEW_FIELDS, act=_act, section="mfa",
                     options={"invitation_id": _invitations()})  # fmt: skip


def _invitations() -> list[tuple[str, str]]:
    found = [
        row
        for state in ("issued", "dispatched", "accepted")
        for row in ports().queries.invitations(InvitationFilter(state=state), limit=_MOST).rows
    ]
    return [(row.id, f"{organisation_name(row)} · № {row.letter_number}") for row in found]


def _own(application_id: str) -> ApplicationRow:
    with ports().unit_of_work() as uow:
        own_application(uow, application_id, actor=current_session().actor)
    return ports().queries.application(application_id)


@officers("mfa")
def paper_application(application_id: str) -> Response:
    """Show the list so far with its scans; add a list of people from a file."""
    error: CodedError | None = None
    if request.method == "POST":
        try:
            return _add_list(application_id)
        except (NotFound, Forbidden):
            raise
        except CodedError as refused:
            error = refused
    row = _own(application_id)
    people = ports().queries.nominations(NominationFilter(application_id=row.id, oldest_first=True), limit=_MOST)
    copies = ports().queries.copies_of_application(row.id)
    scans = {each.id: sum(copy.kind == IDENTITY for copy in copies.get(each.id, ())) for each in people.rows}
    return page("paper_application.html", status=problem_of(error).status if error else 200, section="mfa",
                application=row, people=people, scans=scans, error=error,
                wrong=error.rows if isinstance(error, ImportRefused) else ())  # fmt: skip


def _add_list(application_id: str) -> Response:
    file = request.files.get("list")
    if file is None or not file.filename:
        raise CodedError("list_missing")
    rows = list(ports().lists.read(file.read(), name=file.filename[:200], own=True))
    once = request.form.get("once", "")[:64]
    done = do(import_nominations, once=once, application_id=application_id, rows=rows).result
    return go("paper_application", note="list_imported", facts={"added": done["added"], "known": done["known"]},
              application_id=application_id)  # fmt: skip


@officers("mfa")
def new_paper_person(application_id: str) -> Response:
    """Write one person down."""
    row = _own(application_id)

    def _act(form: Form) -> Response:
        line = line_of({**form.values, "organisation": row.organisation_id})
        do(add_nomination, once=form.once, application_id=application_id, line=line)
        return go("paper_application", note="line_added", application_id=application_id)

    options = {"citizenships": country_options(), "document_country": country_options(documents=True)}
    return form_page("paper_person.html", "line", PERSON_FIELDS, act=_act, section="mfa", application=row,
                     options=options)  # fmt: skip


@officers("mfa")
@one_click
def scan_paper_person(application_id: str, nomination_id: str, once: str) -> Response:
    """Keep the scan of a person's identity document."""
    file = request.files.get("copy")
    content = file.read() if file is not None else b""
    if not content:
        raise CodedError("document_empty")
    begun: dict[str, Any] = do(
        begin_upload, vault=ports().vault, nomination_id=nomination_id, kind=IDENTITY, total_bytes=len(content)
    ).result
    for start in range(0, len(content), MOST_PART_BYTES):
        part = content[start : start + MOST_PART_BYTES]
        do(append_upload, vault=ports().vault, upload_id=begun["id"], start=start, content=part)
    finish_upload(ports=ports(), actor=current_session().actor, upload_id=begun["id"])
    return go("paper_application", note="scan_kept", application_id=application_id)


@officers("mfa")
@one_click
def remove_paper_person(application_id: str, nomination_id: str, once: str) -> Response:
    """Take a person off the list while it is a draft."""
    do(remove_nomination, once=once, nomination_id=nomination_id)
    return go("paper_application", note="line_removed", application_id=application_id)


@officers("mfa")
@one_click
def file_paper_application(application_id: str, once: str) -> Response:
    """File it: it gets its receipt number, and its people wait for the review."""
    done = do(file_application, once=once, application_id=application_id).result
    return go("mfa_queue", note="paper_filed", facts={"number": done["number"], "count": done["filed"]})


@officers("mfa")
@one_click
def discard_paper_application(application_id: str, once: str) -> Response:
    """Delete the draft."""
    do(discard_application, once=once, application_id=application_id)
    return go("paper_applications", note="paper_discarded")


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of applications on paper."""
    one, both, post = "/mfa/paper/<application_id>", ["GET", "POST"], ["POST"]
    blueprint.add_url_rule("/mfa/paper", "paper_applications", paper_applications)
    blueprint.add_url_rule("/mfa/paper/new", "new_paper_application", new_paper_application, methods=both)
    blueprint.add_url_rule(one, "paper_application", paper_application, methods=both)
    blueprint.add_url_rule(f"{one}/new", "new_paper_person", new_paper_person, methods=both)
    blueprint.add_url_rule(f"{one}/scan-<nomination_id>", "scan_paper_person", scan_paper_person, methods=post)
    blueprint.add_url_rule(f"{one}/remove-<nomination_id>", "remove_paper_person", remove_paper_person, methods=post)
    blueprint.add_url_rule(f"{one}/file", "file_paper_application", file_paper_application, methods=post)
    blueprint.add_url_rule(f"{one}/discard", "discard_paper_application", discard_paper_application, methods=post)
