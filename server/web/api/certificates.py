"""Certificates: lists, papers, replacement."""

from __future__ import annotations

from flask import Blueprint, Response

from server.usecases.look_up import Found, look_up
from server.usecases.queries import CertificateFilter
from server.usecases.replace import draft_amendment, replace_credential
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import CERTIFICATE_STATUSES, CertificateFull, CertificateRow, Page
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted
from server.web.api.saying import says
from server.web.errors import ProblemError
from server.web.papers import badge_paper, certificate_paper, qr_picture
from server.web.session import officers


@officers(*LEGAL_READERS)
@says(asks=("status", "text", "election", "organisation", "decree", "after", "limit"), gives=Page[CertificateRow])
def certificates() -> Response:
    """List certificates, the newest first."""
    status = asked("status")
    if status not in (None, *CERTIFICATE_STATUSES):
        raise ProblemError("invalid_input", fields=[("status", "not_allowed")])
    narrowed = CertificateFilter(
        text=asked("text") or "", status=status, election_id=asked("election"),
        organisation_id=asked("organisation"), decree_id=asked("decree"),
    )  # fmt: skip
    now = ports().clock.now()
    return answer(ports().queries.certificates(narrowed, now=now, after=asked("after"), limit=limit()))


@officers(*LEGAL_READERS)
@says(gives=CertificateFull)
def certificate(number: str) -> Response:
    """Show one certificate."""
    return answer(ports().queries.certificate(number, now=ports().clock.now()))


@officers(*LEGAL_READERS)
@says(media="application/pdf")
def certificate_pdf(number: str) -> Response:
    """Give the A4 certificate."""
    return certificate_paper(number)


@officers(*LEGAL_READERS)
@says(media="application/pdf")
def badge_pdf(number: str) -> Response:
    """Give the A6 badge."""
    return badge_paper(number)


@officers(*LEGAL_READERS)
@says(media="image/svg+xml")
def certificate_qr(number: str) -> Response:
    """Give the QR as SVG."""
    return qr_picture(number)


@officers(*LEGAL_READERS)
@says(takes=schemas.LookUp, gives=Found, keyed=False)
def find() -> Response:
    """Find certificates by name, number or the text of a QR code; a POST, so that no address holds it."""
    body = posted()
    now, queries = ports().clock.now(), ports().queries
    return answer(look_up(body["text"], queries=queries, trust=ports().trust, now=now, after=body["after"] or None))


@officers("registrar")
@says(takes=schemas.Replacement, status=(201, 202))
def replace(number: str) -> Response:
    """Replace a lost or damaged certificate at once; for a data error draft the amending act."""
    body = posted()
    if body["reason"] == "data_error":
        made = do(draft_amendment, once=once(), number=number, changes=body["changes"], facts=body["facts"])
        return done(made, status=202)
    made = do(
        replace_credential, once=once(), number=number, reason=body["reason"], facts=body["facts"],
        sealing=ports().sealing,
    )  # fmt: skip
    return done(made, status=201)


def add_routes(blueprint: Blueprint) -> None:
    """Add certificates."""
    one = "/certificates/<number>"
    blueprint.add_url_rule("/certificates", "certificates", certificates)
    blueprint.add_url_rule("/certificates/find", "find", find, methods=["POST"])
    blueprint.add_url_rule(one, "certificate", certificate)
    blueprint.add_url_rule(f"{one}.pdf", "certificate_pdf", certificate_pdf)
    blueprint.add_url_rule(f"{one}/badge.pdf", "badge_pdf", badge_pdf)
    blueprint.add_url_rule(f"{one}/qr.svg", "certificate_qr", certificate_qr)
    blueprint.add_url_rule(f"{one}/replace", "replace", replace, methods=["POST"])
