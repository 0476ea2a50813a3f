"""The portal's verbs as JSON under ``/api/v1``: bearer token, or the session's cookie with its form token."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

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
from server.usecases.views import CertificateRow, OrganisationRow
from server.usecases.views_of_applications import (
    ApplicationRow,
    GrantRow,
    InvitationRow,
    NominationRow,
    RefusalRow,
    ReturnRow,
)
from server.usecases.views_of_desks import RevocationRequestRow
from server.usecases.withdraw import withdraw_application, withdraw_nominations
from server.web.acting import do, ports
from server.web.api.bodies import answer, asked, done, once, posted
from server.web.api.saying import form, says
from server.web.kept_lists import posted_rows
from server.web.papers import badge_paper, certificate_paper, uploaded_application
from server.web.portal import bodies
from server.web.portal.owning import own_application, own_certificate, own_id, own_invitation, own_nomination
from server.web.portal.standing import standing_of
from server.web.session import current_session, representatives

_PERSON: Final = {
    "nomination": NominationRow, "holder": str, "returns": tuple[ReturnRow, ...], "refusal": RefusalRow | None,
    "grant": GrantRow | None,
}  # fmt: skip


@representatives
@says(gives=OrganisationRow)
def organisation() -> Response:
    """Say whom one acts for."""
    return answer(ports().queries.organisation(own_id()))


@representatives
@says(asks=("after",), gives={"invitations": tuple[InvitationRow, ...], "next": str | None})
def invitations() -> Response:
    """List the organisation's invitations."""
    found = ports().queries.invitations(InvitationFilter(organisation_id=own_id()), after=asked("after"), limit=50)
    return answer({"invitations": [row for row in found.rows if row.state != "draft"], "next": found.next})


@representatives
@says(takes=bodies.AnswerBody)
def answer_one(invitation_id: str) -> Response:
    """Accept or decline an invitation."""
    row, body = own_invitation(invitation_id), posted()
    return done(do(answer_invitation, once=once(), invitation_id=row.id, **body))


@representatives
@says(asks=("after",), gives={"applications": tuple[ApplicationRow, ...], "next": str | None})
def applications() -> Response:
    """List the organisation's applications."""
    narrowed = ApplicationFilter(organisation_id=own_id())
    found = ports().queries.applications(narrowed, after=asked("after"), limit=50)
    return answer({"applications": found.rows, "next": found.next})


@representatives
@says(takes=bodies.NewApplication, status=(201,))
def new_application() -> Response:
    """Open a draft."""
    body = posted()
    contact = Contact(**body.pop("contact"))
    return done(do(open_application, once=once(), contact=contact, **body), status=201)


@representatives
@says(gives=ApplicationRow)
def application(application_id: str) -> Response:
    """Show an application."""
    return answer(own_application(application_id))


@representatives
def discard(application_id: str) -> Response:
    """Delete a draft."""
    return done(do(discard_application, once=once(), application_id=own_application(application_id).id))


@representatives
@says(takes=bodies.ApplicationBody)
def edit(application_id: str) -> Response:
    """Change what a draft says beside its list."""
    row = own_application(application_id)
    body = posted()
    contact = Contact(**body["contact"])
    return done(do(edit_application, once=once(), application_id=row.id, channel=body["channel"], contact=contact))


@representatives
@says(asks=("after",), gives={"nominations": tuple[NominationRow, ...], "next": str | None})
def people(application_id: str) -> Response:
    """List the people of an application."""
    narrowed = NominationFilter(application_id=own_application(application_id).id, oldest_first=True)
    found = ports().queries.nominations(narrowed, after=asked("after"), limit=100)
    return answer({"nominations": found.rows, "next": found.next})


@representatives
@says(takes=bodies.PersonBody, status=(201,))
def add_person(application_id: str) -> Response:
    """Add a person to an application."""
    row = own_application(application_id)
    line = _line(posted())
    return done(do(add_nomination, once=once(), application_id=row.id, line=line), status=201)


@representatives
@says(gives=_PERSON)
def person(nomination_id: str) -> Response:
    """Show one person: who has the papers, what was returned, what was decided."""
    shown = own_nomination(nomination_id)
    standing = standing_of(shown.row.standing)
    return answer({"nomination": shown.row, "holder": standing.holder, "returns": shown.returns,
                   "refusal": shown.refusal, "grant": shown.grant})  # fmt: skip


@representatives
@says(takes=bodies.PersonBody)
def edit_person(nomination_id: str) -> Response:
    """Correct what is said of a person."""
    row = own_nomination(nomination_id).row
    return done(do(edit_nomination, once=once(), nomination_id=row.id, line=_line(posted())))


@representatives
def remove_person(nomination_id: str) -> Response:
    """Take a person off a draft."""
    return done(do(remove_nomination, once=once(), nomination_id=own_nomination(nomination_id).row.id))


@representatives
def complete(nomination_id: str) -> Response:
    """Send a returned person back to be checked."""
    return done(do(complete_nomination, once=once(), nomination_id=own_nomination(nomination_id).row.id))


@representatives
@says(asks=("propose", "check", "skip_wrong"), sends=form(list="file"), gives=dict[str, Any])
def import_list(application_id: str) -> Response:
    """Check a list sent as the file "list"; add it unless ``?check=1``; ``?skip_wrong=1`` adds the right rows."""
    row = own_application(application_id)
    rows = posted_rows(own=True)
    if rows is None:
        raise CodedError("list_missing")
    propose = (asked("propose") or "")[:3]
    if asked("check") != "1":
        skip = asked("skip_wrong") == "1"
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
@says(takes=bodies.FileBody)
def file_one(application_id: str) -> Response:
    """File an application."""
    row, body = own_application(application_id), posted()
    return done(do(file_application, once=once(), application_id=row.id, **body))


@representatives
@says(takes=bodies.WithdrawBody)
def withdraw(application_id: str) -> Response:
    """Withdraw people, or everyone who isn't decided."""
    row, body = own_application(application_id), posted()
    if body["nomination_ids"] is None:
        return done(do(withdraw_application, once=once(), application_id=row.id))
    return done(do(withdraw_nominations, once=once(), application_id=row.id, nomination_ids=body["nomination_ids"]))


@representatives
@says(asks=("after",), gives={"certificates": tuple[CertificateRow, ...], "next": str | None})
def certificates() -> Response:
    """List certificates of the own people."""
    narrowed = CertificateFilter(organisation_id=own_id())
    now = ports().clock.now()
    found = ports().queries.certificates(narrowed, now=now, after=asked("after"), limit=50)
    return answer({"certificates": found.rows, "next": found.next})


@representatives
@says(media="application/pdf")
def certificate_pdf(number: str) -> Response:
    """Give the A4 certificate of an own person."""
    return certificate_paper(own_certificate(number).row.number)


@representatives
@says(media="application/pdf")
def badge_pdf(number: str) -> Response:
    """Give the A6 badge of an own person."""
    return badge_paper(own_certificate(number).row.number)


@representatives
@says(asks=("after",), gives={"revocation_requests": tuple[RevocationRequestRow, ...], "next": str | None})
def requests() -> Response:
    """List the organisation's applications to revoke."""
    found = ports().queries.revocation_requests(organisation_id=own_id(), after=asked("after"))
    return answer({"revocation_requests": found.rows, "next": found.next})


@representatives
@says(sends=form(election_id="text", accreditation_ids="texts", reasons="text", attachment="file"), status=(201,))
def new_request() -> Response:
    """Apply to revoke accreditations, with the written application (4.7)."""
    form = request.form
    outcome = do(
        request_revocation, once=once(), election_id=form.get("election_id", "")[:64],
        accreditation_ids=form.getlist("accreditation_ids"), reasons=form.get("reasons", ""),
        attachment=uploaded_application(),
    )  # fmt: skip
    return done(outcome, status=201)


@representatives
@says(takes=bodies.NameBody, gives={"text": str}, keyed=False)
def transliterate() -> Response:
    """Propose a name in the other script."""
    body = posted()
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
        ("/applications", new_application, ["POST"]), (one, application, ["GET"]), (one, edit, ["PUT"]),
        (one, discard, ["DELETE"]), (f"{one}/nominations", people, ["GET"]),
        (f"{one}/nominations", add_person, ["POST"]), (f"{one}/import", import_list, ["POST"]),
        (f"{one}/file", file_one, ["POST"]), (f"{one}/withdraw", withdraw, ["POST"]),
        (some, person, ["GET"]), (some, edit_person, ["PUT"]), (some, remove_person, ["DELETE"]),
        (f"{some}/complete", complete, ["POST"]),
        ("/certificates", certificates, ["GET"]), ("/certificates/<number>.pdf", certificate_pdf, ["GET"]),
        ("/certificates/<number>/badge.pdf", badge_pdf, ["GET"]), ("/revocation-requests", requests, ["GET"]),
        ("/revocation-requests", new_request, ["POST"]),
        ("/transliterations", transliterate, ["POST"]),
    ):  # fmt: skip
        blueprint.add_url_rule(path, view.__name__, view, methods=methods)
