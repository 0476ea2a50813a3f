"""What only pages of the console say: acts of the log, the clauses of a revocation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, current_app

from server.accreditation.revocation import RevocationKind
from server.web.countries import country_name
from server.web.i18n import Catalogue, current_language, day_text
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


def actor_words(name: str, actor_id: str) -> str:
    """Say who acted: a person's name, or in the reader's language the part of the system that acts by itself."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    if name != actor_id:
        return name
    own = f"actor.{actor_id}"
    return catalogue.text(own if catalogue.has(own) else "role.system", current_language())


def organisation_name(row: Any) -> str:
    """Return an organisation's name in the reader's language, the English one where there is no other.

    Args: row: a view that has `organisation` or `name`, with its `_ky` and `_ru` names.
    """
    stem = "organisation" if hasattr(row, "organisation") else "name"
    own = getattr(row, f"{stem}_{current_language()}", "")
    return str(own or getattr(row, stem))


def data_words(name: str, text: str, organisations: Mapping[str, str]) -> str:
    """Say one value of a person's data, kept as text, as a page shows it."""
    catalogue: Catalogue = current_app.extensions["catalogue"]
    if not text:
        return "—"
    if name in ("citizenships", "document_country"):
        return ", ".join(country_name(code) for code in text.split(","))
    if name in ("birth_date", "document_expires_on"):
        return day_text(text, current_language())
    if name == "cyrillic_language":
        return catalogue.text(f"option.cyrillic_language.{text}", current_language())
    return organisations.get(text, text) if name == "organisation" else text


def register_words(app: Flask) -> None:
    """Give the templates the console's own words."""

    @app.context_processor
    def _names() -> dict[str, Any]:
        return {
            "act_words": act_words, "actor_words": actor_words, "revocation_clauses": revocation_clauses,
            "data_words": data_words, "org": organisation_name,
        }  # fmt: skip
