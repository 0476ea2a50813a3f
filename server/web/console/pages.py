"""What only pages of the console say: acts of the log, the clauses of a revocation."""

from __future__ import annotations

from typing import Any

from flask import Flask, current_app

from server.accreditation.revocation import RevocationKind
from server.web.i18n import Catalogue, current_language
from server.web.pages import clause_text
from server.web.pages import go as go
from server.web.pages import page as page
from server.web.pages import refusal_text as refusal_text
from server.web.pages import required_text as required_text


def revocation_clauses(kind: str) -> str:
    """Cite the clauses a ground of revocation rests on, in the reader's language."""
    return ", ".join(clause_text(clause) for clause in RevocationKind(kind).clauses)


def act_words(kind: str) -> str:
    """Say an act of the log in the reader's language, e.g. "Revocation of accreditation: signed"."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    lang = current_language()
    if catalogue.has(f"log.{kind}"):
        return catalogue.text(f"log.{kind}", lang)
    decree_kind, _, step = kind.rpartition("_")
    said = (f"decree_kind.{decree_kind}", f"log_step.{step}")
    return ": ".join(catalogue.text(key, lang) for key in said) if all(map(catalogue.has, said)) else kind


def register_words(app: Flask) -> None:
    """Give the templates the console's own words."""

    @app.context_processor
    def _names() -> dict[str, Any]:
        return {"act_words": act_words, "revocation_clauses": revocation_clauses}
