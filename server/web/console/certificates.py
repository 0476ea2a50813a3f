"""Certificates: the list, one person's page, paper and QR, replacement."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from flask import Blueprint, Response, redirect, request, url_for

from server.accreditation.replacement import ReplacementReason
from server.credential.certificate_number import group
from server.usecases.queries import CertificateFilter
from server.usecases.replace import draft_amendment, replace_credential
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import CERTIFICATE_STATUSES, CertificateFull
from server.web.acting import do, last_receipt, ports
from server.web.console.annex import LINE_FIELDS, faults_of_line, line_options
from server.web.console.pages import go, page
from server.web.fields import Field, shown
from server.web.forms import Form, form_page
from server.web.one_click import closed
from server.web.papers import badge_paper, certificate_paper, qr_picture
from server.web.session import officers

LOSS_FIELDS: Final = (Field("reason", "radio", options=("lost", "damaged")), Field("facts", "area", limit=2000))
CORRECTABLE: Final = (
    "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic",
    "patronymic_cyrillic", "cyrillic_language", "citizenships", "document_country", "document_number",
    "document_expires_on", "birth_date", "organisation",
)  # fmt: skip


@officers(*LEGAL_READERS)
def certificates() -> Response:
    """List certificates, narrowed by text, status, election and organisation."""
    asked = {name: request.args.get(name) or None for name in ("status", "election_id", "organisation_id")}
    asked["status"] = asked["status"] if asked["status"] in CERTIFICATE_STATUSES else None
    text = request.args.get("text", "").strip()[:100]
    queries = ports().queries
    narrowed = CertificateFilter(text=text, **asked)
    found = queries.certificates(narrowed, now=ports().clock.now(), after=request.args.get("after"))
    return page(
        "certificates.html", section="certificates", found=found, asked=asked, text=text,
        statuses=CERTIFICATE_STATUSES, elections=queries.elections(),
        organisations=queries.organisations(limit=500).rows,
    )  # fmt: skip


@officers(*LEGAL_READERS)
def certificate(number: str) -> Response:
    """Lead to the person who holds the certificate."""
    full = ports().queries.certificate(number, now=ports().clock.now())
    there = url_for("console.person", person_id=full.row.person_id, _anchor=f"c-{full.row.number}")
    return redirect(there, 303)  # type: ignore[return-value]


@officers(*LEGAL_READERS)
def person(person_id: str) -> Response:
    """Show one person: accreditations, certificates with their QR, history."""
    queries = ports().queries
    shown_person = queries.person(person_id, now=ports().clock.now())
    elections = {row.id: row for row in queries.elections()}
    acts = queries.acts(subject_id=person_id, limit=30)
    return page("person.html", section="certificates", person=shown_person, elections=elections, acts=acts,
                last_receipt=last_receipt)  # fmt: skip


@officers(*LEGAL_READERS)
def certificate_pdf(number: str) -> Response:
    """Give the A4 certificate."""
    return certificate_paper(number)


@officers(*LEGAL_READERS)
def badge_pdf(number: str) -> Response:
    """Give the A6 badge."""
    return badge_paper(number)


@officers(*LEGAL_READERS)
def certificate_qr(number: str) -> Response:
    """Give the certificate's QR as SVG."""
    return qr_picture(number)


@officers("registrar")
def replace(number: str) -> Response:
    """Replace a lost or damaged certificate: the old number dies at once."""
    full = ports().queries.certificate(number, now=ports().clock.now())
    if request.method != "POST" and (shut := _closed(full)):
        return shut

    def _act(form: Form) -> Response:
        done = do(replace_credential, once=form.once, number=full.row.number, sealing=ports().sealing, **form.values)
        facts = {"number": group(str(done.result["number"]))}
        return go("person", note="replaced", facts=facts, receipts=done.receipts, person_id=full.row.person_id)

    return form_page("replace.html", "replace", LOSS_FIELDS, act=_act, section="certificates", full=full)


@officers("registrar")
def correct(number: str) -> Response:
    """Draft the amending act for wrong data; signing it gives the new certificate."""
    full = ports().queries.certificate(number, now=ports().clock.now())
    if request.method != "POST" and (shut := _closed(full)):
        return shut
    before = asdict(ports().queries.accredited_line(full.row.accreditation_id))
    known = {each.name: each for each in LINE_FIELDS}
    fields = (*(each for each in LINE_FIELDS if each.name in CORRECTABLE), Field("facts", "area", limit=2000))

    def _act(form: Form) -> Response:
        changes = {
            name: ", ".join(after)
            for name in CORRECTABLE
            if (after := shown(known[name], form.values[name] or None)) != shown(known[name], before[name] or None)
        }
        made = do(draft_amendment, once=form.once, number=full.row.number, changes=changes,
                  facts=form.values["facts"])  # fmt: skip
        return go("decree", note="amendment_drafted", decree_id=made.result)

    return form_page("correct.html", "line", fields, act=_act, initial=before, options=line_options(),
                     section="certificates", full=full, also=faults_of_line,
                     reason=ReplacementReason.DATA_ERROR)  # fmt: skip


def _closed(full: CertificateFull) -> Response | None:
    """Return the page that says that a certificate is no longer live, None for a live one."""
    if full.row.status not in ("revoked", "replaced", "revocation_pending"):
        return None
    back = url_for("console.person", person_id=full.row.person_id)
    return closed("certificate_not_live", back=back, number=full.row.number)


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of certificates and persons."""
    path, both = "/certificates/<number>", ["GET", "POST"]
    blueprint.add_url_rule("/certificates", "certificates", certificates)
    blueprint.add_url_rule(path, "certificate", certificate)
    blueprint.add_url_rule(f"{path}/certificate.pdf", "certificate_pdf", certificate_pdf)
    blueprint.add_url_rule(f"{path}/badge.pdf", "badge_pdf", badge_pdf)
    blueprint.add_url_rule(f"{path}/qr.svg", "certificate_qr", certificate_qr)
    blueprint.add_url_rule(f"{path}/replace", "replace", replace, methods=both)
    blueprint.add_url_rule(f"{path}/correct", "correct", correct, methods=both)
    blueprint.add_url_rule("/persons/<person_id>", "person", person)
