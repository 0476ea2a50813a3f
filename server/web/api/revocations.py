"""Revocations and their annulment."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, request

from server.usecases.revoke import draft_annulment_of_revocation, draft_revocation
from server.usecases.roles import LEGAL_READERS
from server.usecases.views import DecreeRow, Page, RevocationRow
from server.web.acting import do, ports
from server.web.api import schemas
from server.web.api.bodies import answer, asked, done, limit, once, posted, shaped
from server.web.api.saying import form, says
from server.web.papers import uploaded_application
from server.web.session import officers

_BY_FORM: Final = form(
    kind="text", facts="text?", gross="text?", effective_at="text?", accreditations="texts?", certificates="texts?",
    attachment="file?",
)  # fmt: skip


@officers(*LEGAL_READERS)
@says(asks=("after", "limit"), gives=Page[DecreeRow])
def revocations() -> Response:
    """List decrees on revocation, the newest first."""
    return answer(ports().queries.decrees(kind="revocation", after=asked("after"), limit=limit()))


@officers("registrar")
@says(takes=schemas.Revocation, sends=_BY_FORM, status=(201,))
def new_revocation() -> Response:
    """Draft a revocation: JSON, or multipart with the written application in ``attachment`` (W1, W2)."""
    body = _multipart() if request.mimetype == "multipart/form-data" else posted()
    now = ports().clock.now()
    named = [ports().queries.certificate(number, now=now).row.accreditation_id for number in body["certificates"]]
    made = do(
        draft_revocation, once=once(), accreditation_ids=[*body["accreditations"], *named], kind=body["kind"],
        facts=body["facts"], gross=body["gross"], effective_at=body["effective_at"],
        attachment=uploaded_application(),
    )  # fmt: skip
    return done(made, status=201)


@officers(*LEGAL_READERS)
@says(gives=RevocationRow)
def revocation(revocation_id: str) -> Response:
    """Show one revocation."""
    return answer(ports().queries.revocation(revocation_id))


@officers("registrar")
@says(takes=schemas.Facts, status=(201,))
def annul(revocation_id: str) -> Response:
    """Draft the act that takes a revocation back."""
    facts = posted()["facts"]
    made = do(draft_annulment_of_revocation, once=once(), revocation_ids=[revocation_id], facts=facts)
    return done(made, status=201)


def add_routes(blueprint: Blueprint) -> None:
    """Add revocations."""
    blueprint.add_url_rule("/revocations", "revocations", revocations)
    blueprint.add_url_rule("/revocations", "new_revocation", new_revocation, methods=["POST"])
    blueprint.add_url_rule("/revocations/<revocation_id>", "revocation", revocation)
    blueprint.add_url_rule("/revocations/<revocation_id>/annul", "annul", annul, methods=["POST"])


def _multipart() -> dict[str, Any]:
    lists = {name: request.form.getlist(name) for name in ("accreditations", "certificates") if name in request.form}
    single = {
        name: request.form[name] for name in ("kind", "facts", "gross", "effective_at") if request.form.get(name)
    }
    return shaped(schemas.Revocation(), {**single, **lists})
