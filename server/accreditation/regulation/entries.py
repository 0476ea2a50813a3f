"""The entries of the rights book and their strict reading from the JSON files beside this module."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from server.accreditation.data_files import clauses_of, read_data, take, texts_of
from server.accreditation.errors import CodedError

_ICON_WORDS = """
badge ballot calendar camera campaign card commission copy count document door eye facts hand help
information interpreter law list meeting neutral people press protocol secret silence speech wallet warning
"""
ICONS = frozenset(_ICON_WORDS.split())
_SORTS = {"stages": r"[a-z]+", "rights": r"R-\d\d", "duties": r"DU-\d\d", "limits": r"L-\d\d",
          "obligations": r"O-\d\d", "situations": r"S-\d\d"}  # fmt: skip
_COMMON = ("id", "clauses", "icon", "title", "text")


@dataclass(frozen=True, slots=True)
class Entry:
    """One right, duty, limit, obligation, stage or situation.

    Attributes:
        id: "R-01", "DU-01", "L-01", "O-01", "S-01", or a stage's word.
        clauses: where it stands in the Regulation and the Law.
        icon: one of ICONS.
        title: a few words, by language.
        text: what it says in plain words, by language.
        stages: ids of the stages in which it matters; empty for a stage itself.
        rights: for a situation, the rights that answer it.
        chair: for a situation, the sentence for the chair, by language.
    """

    id: str
    clauses: tuple[str, ...]
    icon: str
    title: Mapping[str, str]
    text: Mapping[str, str]
    stages: tuple[str, ...] = ()
    rights: tuple[str, ...] = ()
    chair: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """Where all this was restated from: the brochure, its month and the SHA-256 of its text."""

    title: Mapping[str, str]
    as_of: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Regulation:
    """The whole book, in the order in which it is shown; `first` are the rights shown first at the door."""

    act: Mapping[str, str]
    restated: Mapping[str, str]
    ask_not_instruct: Mapping[str, str]
    source: Source
    stages: tuple[Entry, ...]
    rights: tuple[Entry, ...]
    duties: tuple[Entry, ...]
    limits: tuple[Entry, ...]
    obligations: tuple[Entry, ...]
    situations: tuple[Entry, ...]
    first: tuple[str, ...]


def entry_of(item: Mapping[str, Any], *, sort: str) -> Entry:
    """Return one entry of a sort ("rights", "stages"…).

    Raises: CodedError `data_keys`, `data_id`, `data_icon`, `data_text`, `data_clauses`, `clause_unknown`,
    `clause_absent_in_source`.
    """
    keys: tuple[str, ...] = _COMMON
    keys += () if sort == "stages" else ("stages",)
    keys += ("rights", "chair") if sort == "situations" else ()
    where = f"{sort}:{item.get('id')}"
    take(item, keys, where=where)
    if not re.fullmatch(_SORTS[sort], item["id"]):
        raise CodedError("data_id", where=where)
    if item["icon"] not in ICONS:
        raise CodedError("data_icon", where=where, icon=item["icon"])
    return Entry(
        item["id"],
        clauses_of(item["clauses"], where=where),
        item["icon"],
        texts_of(item["title"], where=where),
        texts_of(item["text"], where=where),
        tuple(item.get("stages", ())),
        tuple(item.get("rights", ())),
        texts_of(item["chair"], where=where) if "chair" in item else None,
    )


@cache
def load_regulation() -> Regulation:
    """Return the book, read and checked once.

    Raises: CodedError as `entry_of`, and `data_reference` for a stage or right that isn't there or none.
    """
    sorts = {
        sort: tuple(entry_of(item, sort=sort) for item in read_data(__package__, f"{sort}.json")) for sort in _SORTS
    }
    notes = read_data(__package__, "notes.json")
    act, restated, ask, source, first = take(
        notes, ("act", "restated", "ask_not_instruct", "source", "first"), where="notes"
    )
    title, as_of, sha256 = take(source, ("title", "as_of", "sha256"), where="notes.source")
    book = Regulation(
        texts_of(act, where="notes.act"),
        texts_of(restated, where="notes.restated"),
        texts_of(ask, where="notes.ask_not_instruct"),
        Source(texts_of(title, where="notes.source"), as_of, sha256),
        first=tuple(first),
        **sorts,
    )
    check_references(book)
    return book


def check_references(book: Regulation) -> None:
    """Refuse double ids, unknown stages and rights, entries without a stage, situations without a right.

    Raises: CodedError `data_id`, `data_reference`.
    """
    stages = {stage.id for stage in book.stages}
    rights = {right.id for right in book.rights}
    every = [*book.stages, *book.rights, *book.duties, *book.limits, *book.obligations, *book.situations]
    if len({entry.id for entry in every}) != len(every):
        raise CodedError("data_id", where="double")
    if not set(book.first) <= rights:
        raise CodedError("data_reference", where="notes.first")
    for entry in every:
        is_stage = entry.id in stages
        if not set(entry.stages) <= stages or bool(entry.stages) == is_stage:
            raise CodedError("data_reference", where=entry.id)
        if not set(entry.rights) <= rights or bool(entry.rights) != (entry.chair is not None):
            raise CodedError("data_reference", where=entry.id)
