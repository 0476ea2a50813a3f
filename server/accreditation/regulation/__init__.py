"""Rights, duties, limits, what a chair owes, stages and situations: data in ky, ru, en, each with its clause.

One JSON document serves the API and the phone; its canonical bytes have a digest that election states and
certificates name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from server.accreditation.clauses import LANGUAGES, cite
from server.accreditation.errors import CodedError
from server.accreditation.regulation.entries import Entry, Regulation, load_regulation

__all__ = [
    "REGULATION_VERSION",
    "Entry",
    "Regulation",
    "as_json",
    "as_json_all",
    "canonical_bytes",
    "load_regulation",
    "regulation_digest",
]

REGULATION_VERSION = "2021-11.2"  # the source's month, and our restatement's number

_SORTS = ("stages", "rights", "duties", "limits", "obligations", "situations")
_Pick = Callable[[Mapping[str, str]], Any]


def as_json_all() -> dict[str, Any]:
    """Return the whole book with every text as {"ky", "ru", "en"}, with version and sha256 (hex)."""
    return _document(dict) | {"sha256": regulation_digest().hex()}


def as_json(lang: str) -> dict[str, Any]:
    """Return the book in one language, every text a string, with version, sha256 (hex) and language.

    The digest is that of `canonical_bytes`, the same for every language.
    Raises: CodedError `language_unknown`.
    """
    if lang not in LANGUAGES:
        raise CodedError("language_unknown", value=lang[:16])
    document = _document(lambda texts: texts[lang])
    return document | {"sha256": regulation_digest().hex(), "language": lang}


@cache
def canonical_bytes() -> bytes:
    """Return the book in all languages as UTF-8 JSON with sorted keys and no spaces, without its digest."""
    return json.dumps(_document(dict), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@cache
def regulation_digest() -> bytes:
    """Return the SHA-256 (32 bytes) of `canonical_bytes`."""
    return hashlib.sha256(canonical_bytes()).digest()


def _document(pick: _Pick) -> dict[str, Any]:
    book = load_regulation()
    answered = {right.id: [each.id for each in book.situations if right.id in each.rights] for right in book.rights}
    return {
        "version": REGULATION_VERSION,
        "act": pick(book.act),
        "restated": pick(book.restated),
        "ask_not_instruct": pick(book.ask_not_instruct),
        "source": {
            "title": pick(book.source.title),
            "as_of": book.source.as_of,
            "sha256": book.source.sha256,
        },
        "first": list(book.first),
    } | {sort: [_entry(entry, pick, answered=answered) for entry in getattr(book, sort)] for sort in _SORTS}


def _entry(entry: Entry, pick: _Pick, *, answered: Mapping[str, list[str]]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": entry.id,
        "icon": entry.icon,
        "clauses": [
            {"id": clause, "label": pick({each: cite(clause).label(each) for each in LANGUAGES})}
            for clause in entry.clauses
        ],
        "title": pick(entry.title),
        "text": pick(entry.text),
    }
    if entry.stages:
        document["stages"] = list(entry.stages)
    if entry.id in answered:
        document["situations"] = answered[entry.id]
    if entry.chair is not None:
        document |= {"rights": list(entry.rights), "chair": pick(entry.chair)}
    return document
