"""The portal's verbs as JSON under ``/api/v1``: bearer token, or the session's cookie with its form token."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, request
from marshmallow import Schema
from marshmallow.fields import Boolean, Date, Integer, List, Nested

from server.accreditation.errors import CodedError
from server.accreditation.transliteration import to_cyrillic, to_latin
from server.usecases.applications import Contact, discard_application, edit_application, open_application
from server.usecases.complete_nomination import complete_nomination
from server.usecases.file_application import file_application
from server.usecases.import_nominations import import_nominations, preview_nominations
from server.usecases.invite import answer_invitation
from server.usecases.line_input import LineInput
from server.usecases.nominate import add_nomination, edit_nomination, remove_nomination
from server.usecases.queries import CertificateFilter
from server.usecases.queries_of_applications import ApplicationFilter, InvitationFilter, NominationFilter
from server.usecases.request_revocation import request_revocation
from server.usecases.withdraw import withdraw_application, withdraw_nominations
from server.web.acting import do, ports
from server.web.api.bodies import answer, done, once, posted
from server.web.api.schemas import Text
from server.web.kept_lists import posted_rows
from server.web.papers import badge_paper, certificate_paper, uploaded_application
from server.web.portal.owning import own_application, own_certificate, own_id, own_invitation, own_nomination
from server.web.portal.standing import standing_of
from server.web.session import current_session, representatives


class AnswerBody(Schema):
    """An organisation's answer to an invitation."""

    accepted = Boolean(required=True)
    planned = Integer(load_default=None, allow_none=True)


class ContactBody(Schema):
    """Whom to ask about an application."""

    name = Text(required=True)
    email = Text(required=True)
    phone = Text(load_default="")


class ApplicationBody(Schema):
    """What an application says beside its list."""

    channel = Text(required=True)
    contact = Nested(ContactBody, required=True)


class NewApplication(ApplicationBody):
    """A new application under an invitation."""

    invitation_id = Text(required=True)


class PersonBody(Schema):
    """One person on a list."""

    surname_latin = Text(required=True)
    given_latin = Text(load_default="")
    patronymic_latin = Text(load_default="")
    surname_cyrillic = Text(load_default="")
    given_cyrillic = Text(load_default="")
    patronymic_cyrillic = Text(load_default="")
    cyrillic_language = Text(load_default="rus")
    citizenships = List(Text(), required=True)
    birth_date = Date(load_default=None, allow_none=True)
    document_kind = Text(load_default="passport")
    document_country = Text(required=True)
    document_number = Text(required=True)
    document_expires_on = Date(load_default=None, allow_none=True)


class FileBody(Schema):
    """How to file."""

    only_complete = Boolean(load_default=False)


class WithdrawBody(Schema):
    """Whom to withdraw; everyone where nobody is named."""

    nomination_ids = List(Text(), load_default=None, allow_none=True)


class NameBody(Schema):
    """A name to propose in the other script."""

    text = Text(required=True, longest=400)
    language = Text(load_default="rus")
    into = Text(load_default="cyrillic")


@representatives
def organisation() -> Response:
    """Say whom one acts for."""
    return answer(ports().queries.organisation(own_id()))


@representatives
def invitations() -> Response:
    """List the organisation's invitations."""
    found = ports().queries.invitations(
        InvitationFilter(organisation_id=own_id()), after=request.args.get("after"), limit=50
    )
    return answer({"invitations": [row for row in found.rows if row.state != "draft"], "next": found.next})


@representatives
def answer_one(invitation_id: str) -> Response:
    """Accept or decline an invitation."""
    row, body = own_invitation(invitation_id), posted(AnswerBody())
    return done(do(answer_invitation, once=once(), invitation_id=row.id, **body))


@representatives
def applications() -> Response:
    """List the organisation's applications."""
    narrowed = ApplicationFilter(organisation_id=own_id())
    found = ports().queries.applications(narrowed, after=request.args.get("after"), limit=50)
    return answer({"applications": found.rows, "next": found.next})


@representatives
def new_application() -> Response:
    """Open a draft."""
    body = posted(NewApplication())
    contact = Contact(**body.pop("contact"))
    return done(do(open_application, once=once(), contact=contact, **body), status=201)


@representatives
def application(application_id: str) -> Response:
    """Show, change or delete an application."""
    row = own_application(application_id)
    if request.method == "GET":
        return answer(row)
    if request.method == "DELETE":
        return done(do(discard_application, once=once(), application_id=row.id))
    body = posted(ApplicationBody())
    contact = Contact(**body["contact"])
    return done(do(edit_application, once=once(), application_id=row.id, channel=body["channel"], contact=contact))


@representatives
def people(application_id: str) -> Response:
    """List the people of an application, or add one."""
    row = own_application(application_id)
    if request.method == "POST":
        return done(
            do(add_nomination, once=once(), application_id=row.id, line=_line(posted(PersonBody()))), status=201
        )
    narrowed = NominationFilter(application_id=row.id, oldest_first=True)
    found = ports().queries.nominations(narrowed, after=request.args.get("after"), limit=100)
    return answer({"nominations": found.rows, "next": found.next})


@representatives
def person(nomination_id: str) -> Response:
    """Show, correct or remove one person."""
    shown = own_nomination(nomination_id)
    if request.method == "GET":
        standing = standing_of(shown.row.state)
        return answer({"nomination": shown.row, "holder": standing.holder, "returns": shown.returns,
                       "refusal": shown.refusal, "grant": shown.grant})  # fmt: skip
    if request.method == "DELETE":
        return done(do(remove_nomination, once=once(), nomination_id=shown.row.id))
    return done(do(edit_nomination, once=once(), nomination_id=shown.row.id, line=_line(posted(PersonBody()))))


@representatives
def complete(nomination_id: str) -> Response:
    """Send a returned person back to be checked."""
    return done(do(complete_nomination, once=once(), nomination_id=own_nomination(nomination_id).row.id))


@representatives
def import_list(application_id: str) -> Response:
    """Check a list sent as the file "list"; add it unless ``?check=1``; ``?skip_wrong=1`` adds the right rows."""
    row = own_application(application_id)
    rows = posted_rows(own=True)
    if rows is None:
        raise CodedError("list_missing")
    propose = request.args.get("propose", "")[:3]
    if request.args.get("check") != "1":
        skip = request.args.get("skip_wrong") == "1"
        return done(
            do(import_nominations, once=once(), application_id=row.id, rows=rows, propose=propose, skip_wrong=skip)
        )
    with ports().unit_of_work() as uow:
        actor, clock = current_session().actor, ports().clock
        seen = preview_nominations(
            uow=uow, clock=clock, actor=actor, application_id=row.id, rows=rows, propose=propose
        )
    return answer({"fresh": len(seen.lines), "known": seen.known, "errors": seen.errors, "notes": seen.notes})


@representatives
def file_one(application_id: str) -> Response:
    """File an application."""
    row, body = own_application(application_id), posted(FileBody())
    return done(do(file_application, once=once(), application_id=row.id, **body))


@representatives
def withdraw(application_id: str) -> Response:
    """Withdraw people, or everyone who isn't decided."""
    row, body = own_application(application_id), posted(WithdrawBody())
    if body["nomination_ids"] is None:
        return done(do(withdraw_application, once=once(), application_id=row.id))
    return done(do(withdraw_nominations, once=once(), application_id=row.id, nomination_ids=body["nomination_ids"]))


@representatives
def certificates() -> Response:
    """List certificates of the own people."""
    narrowed = CertificateFilter(organisation_id=own_id())
    now = ports().clock.now()
    found = ports().queries.certificates(narrowed, now=now, after=request.args.get("after"), limit=50)
    return answer({"certificates": found.rows, "next": found.next})


@representatives
def certificate_pdf(number: str) -> Response:
    """Give the A4 certificate of an own person."""
    return certificate_paper(own_certificate(number).row.number)


@representatives
def badge_pdf(number: str) -> Response:
    """Give the A6 badge of an own person."""
    return badge_paper(own_certificate(number).row.number)


@representatives
def requests() -> Response:
    """List the organisation's applications to revoke, or file one: a form with the file "attachment" (4.7)."""
    if request.method == "GET":
        found = ports().queries.revocation_requests(organisation_id=own_id(), after=request.args.get("after"))
        return answer({"revocation_requests": found.rows, "next": found.next})
    form = request.form
    outcome = do(
        request_revocation, once=once(), election_id=form.get("election_id", "")[:64],
        accreditation_ids=form.getlist("accreditation_ids"), reasons=form.get("reasons", ""),
        attachment=uploaded_application(),
    )  # fmt: skip
    return done(outcome, status=201)


@representatives
def transliterate() -> Response:
    """Propose a name in the other script."""
    body = posted(NameBody())
    spell = to_latin if body["into"] == "latin" else to_cyrillic
    return answer({"text": spell(body["text"][:200], language=body["language"])})


def _line(values: dict[str, Any]) -> LineInput:
    return LineInput(**{**values, "citizenships": tuple(values["citizenships"]), "organisation": ""})


def add_routes(blueprint: Blueprint) -> None:
    """Add the verbs."""
    one, some = "/applications/<application_id>", "/nominations/<nomination_id>"
    for path, view, methods in (
        ("/organisation", organisation, ["GET"]), ("/invitations", invitations, ["GET"]),
        ("/invitations/<invitation_id>/answer", answer_one, ["POST"]), ("/applications", applications, ["GET"]),
        ("/applications", new_application, ["POST"]), (one, application, ["GET", "PUT", "DELETE"]),
        (f"{one}/nominations", people, ["GET", "POST"]), (f"{one}/import", import_list, ["POST"]),
        (f"{one}/file", file_one, ["POST"]), (f"{one}/withdraw", withdraw, ["POST"]),
        (some, person, ["GET", "PUT", "DELETE"]), (f"{some}/complete", complete, ["POST"]),
        ("/certificates", certificates, ["GET"]), ("/certificates/<number>.pdf", certificate_pdf, ["GET"]),
        ("/certificates/<number>/badge.pdf", badge_pdf, ["GET"]), ("/revocation-requests", requests, ["GET", "POST"]),
        ("/transliterations", transliterate, ["POST"]),
    ):  # fmt: skip
        blueprint.add_url_rule(path, view.__name__, view, methods=methods)
