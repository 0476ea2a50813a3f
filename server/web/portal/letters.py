"""Refusal letters about the own people, once their decree is published."""

from __future__ import annotations

from flask import Blueprint, Response

from server.web.decision_papers import refusal_letter_pdf
from server.web.session import representatives


@representatives
def refusal_letter(refusal_id: str) -> Response:
    """Give the letter about one refused person as PDF."""
    return refusal_letter_pdf(refusal_id)


def add_routes(blueprint: Blueprint) -> None:
    """Add the letters."""
    blueprint.add_url_rule("/refusals/<refusal_id>/letter.pdf", "refusal_letter", refusal_letter)
