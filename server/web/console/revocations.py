"""Revocation: find the person, draft, and after signing watch where the new state went; annulment."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, jsonify, request, url_for

from server.accreditation.calendar import minute_of
from server.accreditation.revocation import FACTS_MAX_CHARACTERS, RevocationKind
from server.usecases.errors import InvalidInput, NotFound
from server.usecases.look_up import Found, look_up
from server.usecases.revoke import ATTACHMENT_MOST_BYTES, draft_annulment_of_revocation, draft_revocation
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import AccreditationRow, PersonPage
from server.web.acting import do, last_receipt, ports
from server.web.console.pages import go, page
from server.web.fields import Field
from server.web.forms import Form, form_page
from server.web.one_click import closed
from server.web.papers import uploaded_application
from server.web.session import officers

UPLOAD_TYPES: Final = (".pdf", ".jpg", ".jpeg", ".png")
REVOCATION_FIELDS: Final = (
    Field("kind", "radio", options=tuple(kind.value for kind in RevocationKind), group="revocation_kind"),
    Field("facts", "area", limit=FACTS_MAX_CHARACTERS, required=False, depends=True),
    Field("gross", "radio", options=("yes", "no"), required=False, depends=True),
    Field("attachment", "file", limit=ATTACHMENT_MOST_BYTES, required=False, depends=True, options=UPLOAD_TYPES),
    Field("effective_at", "minute", required=False),
)
ANNULMENT_FIELDS: Final = (Field("facts", "area", limit=FACTS_MAX_CHARACTERS),)


@officers(*LEGAL_READERS)
def find() -> Response:
    """Find a certificate by name, number, or the text of its QR (typed, or read by the camera on this page)."""
    text = (request.form.get("text") or request.args.get("text") or "").replace("\0", "").strip()
    found, after = Found(), request.form.get("after") or None
    if text:
        now, queries = ports().clock.now(), ports().queries
        try:
            found = look_up(text[:4000], queries=queries, trust=ports().trust, now=now, after=after)
        except (InvalidInput, NotFound):
            found = Found()
    latest = ports().queries.decrees(kind="revocation", limit=10).rows
    return page(
        "find.html", section="revoke", text=text[:4000], found=found, after=after, latest=latest, scanner=True
    )


def accreditation_of(accreditation_id: str) -> tuple[PersonPage, AccreditationRow]:
    """Return an accreditation with its person.

    Raises: NotFound.
    """
    queries = ports().queries
    shown = queries.person(queries.accreditation_person(accreditation_id), now=ports().clock.now())
    for row in shown.accreditations:
        if row.id == accreditation_id:
            return shown, row
    raise NotFound("accreditation", accreditation_id)


@officers("registrar")
def new_revocation(accreditation_id: str) -> Response:
    """Draft the decree that revokes one accreditation; the page says what it will do."""
    person, accreditation = accreditation_of(accreditation_id)
    if accreditation.status != "granted" and request.method != "POST":
        return closed("accreditation_revoked_already", back=url_for("console.person", person_id=person.id))

    def _act(form: Form) -> Response:
        values = form.values
        gross = {"yes": True, "no": False}.get(values["gross"] or "")
        made = do(
            draft_revocation, once=form.once, accreditation_ids=[accreditation_id], kind=values["kind"],
            facts=values["facts"], gross=gross if values["kind"].startswith("V") else None,
            effective_at=values["effective_at"], attachment=uploaded_application(),
        )  # fmt: skip
        return go("decree", note="revocation_drafted", decree_id=made.result)

    return form_page("revocation_form.html", "revocation", REVOCATION_FIELDS, act=_act, section="revoke",
                     person=person, accreditation=accreditation, now=minute_of(ports().clock.now()))  # fmt: skip


@officers("registrar")
def annul(revocation_id: str) -> Response:
    """Draft the act that takes a revocation back; signing it gives a new certificate."""
    row = ports().queries.revocation(revocation_id)
    if request.method != "POST" and (row.annulled or not row.signed_at):
        code = "revocation_annulled" if row.annulled else "revocation_not_signed"
        return closed(code, back=url_for("console.person", person_id=row.person_id))

    def _act(form: Form) -> Response:
        made = do(draft_annulment_of_revocation, once=form.once, revocation_ids=[revocation_id],
                  facts=form.values["facts"])  # fmt: skip
        return go("decree", note="annulment_drafted", decree_id=made.result)

    return form_page("annulment_form.html", "annulment", ANNULMENT_FIELDS, act=_act, section="revoke", row=row)


@officers(*LEGAL_READERS)
def application(attachment_id: str) -> Response:
    """Give an attached written application as a download; the browser never opens it as a page of ours."""
    kept = ports().queries.attachment(attachment_id)
    response = Response(kept.content, content_type="application/octet-stream")
    name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in kept.name)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@officers(*LEGAL_READERS)
def watch_decree(decree_id: str) -> Response:
    """Say where a decree stands and where the last state was sent: pages that show it ask again and again."""
    row = ports().queries.decree(decree_id).decree
    receipt = last_receipt(row.election_id)
    return jsonify(
        state=row.state,
        issued=row.issued,
        seq=receipt.seq if receipt else ports().queries.election(row.election_id).seq,
        connections=receipt.connections if receipt else None,
    )


def add_routes(blueprint: Blueprint) -> None:
    """Add the pages of revocation."""
    both = ["GET", "POST"]
    blueprint.add_url_rule("/find", "find", find, methods=both)
    blueprint.add_url_rule(
        "/accreditations/<accreditation_id>/revoke", "new_revocation", new_revocation, methods=both
    )
    blueprint.add_url_rule("/revocations/<revocation_id>/annul", "annul", annul, methods=both)
    blueprint.add_url_rule("/attachments/<attachment_id>", "application", application)
    blueprint.add_url_rule("/decrees/<decree_id>/watch", "watch_decree", watch_decree)
