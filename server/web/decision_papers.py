"""Decrees and refusal letters as PDF, for the console, the portal and the JSON API."""

from __future__ import annotations

from typing import Final

from flask import Response

from server.usecases.errors import Conflict, NotFound
from server.web.acting import ports
from server.web.session import current_session

WITH_PAPER: Final = ("accreditation", "refusal", "revocation", "annulment_of_revocation")


def decree_pdf(decree_id: str) -> Response:
    """Give a decree with its annex, a draft marked as one.

    Raises: NotFound; Conflict `decree_without_paper` for acts about the election and corrections of data.
    """
    paper = ports().queries.decree_paper(decree_id)
    if paper.kind not in WITH_PAPER:
        raise Conflict("decree_without_paper")
    name = f"decree-{paper.number.replace('/', '-')}.pdf" if paper.number else "decree-draft.pdf"
    return _pdf(ports().renderer.decree(paper), name=name)


def refusal_letter_pdf(refusal_id: str) -> Response:
    """Give the letter about one refused person.

    An organisation gets those of its own people, once the decree is published: before that nothing is there.

    Raises: NotFound; Conflict `refusal_not_signed`.
    """
    letter = ports().queries.refusal_letter(refusal_id)
    actor = current_session().actor
    actor.must_own(letter.organisation_id, kind="refusal", key=refusal_id[:64])
    if actor.role == "organisation" and letter.published_at is None:
        raise NotFound("refusal", refusal_id[:64])
    if letter.paper.number is None:
        raise Conflict("refusal_not_signed", "3.5")
    return _pdf(ports().renderer.refusal_letter(letter), name=f"refusal-{letter.application_number}.pdf")


def _pdf(content: bytes, *, name: str) -> Response:
    response = Response(content, content_type="application/pdf")
    ascii_name = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    response.headers["Content-Disposition"] = f'inline; filename="{ascii_name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
