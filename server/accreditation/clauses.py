"""Which clauses the source holds; what may be cited, and how a citation reads in three languages.

Clause 3.3 is absent in the source (3.2 is followed by 3.4): it is registered, and citing it raises.
Ids: Regulation "3.7", numbered item "4.4(6)", dash n of 4.5 "4.5-n", last paragraph of 4.4 "4.4-last",
second paragraph of 3.8 "3.8(2)"; Constitutional Law "Art.10(1)", item "Art.10(4)1".
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from server.accreditation.errors import CodedError

LANGUAGES = ("ky", "ru", "en")


class Act(StrEnum):
    """The two acts of which the source holds text."""

    REGULATION = "regulation"  # approved by CEC Decree No 197 of 9 November 2016
    LAW = "law"  # Constitutional Law No 68 of 2 July 2011, excerpts


class ClauseStatus(StrEnum):
    """Whether the source holds the clause's text."""

    IN_SOURCE = "in_source"
    ABSENT_IN_SOURCE = "absent_in_source"


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the source: its id, the act it stands in, whether its text is there."""

    id: str
    act: Act
    status: ClauseStatus

    def label(self, language: str) -> str:
        """Return the citation in words, in "ky", "ru" or "en"."""
        return _label(self.id, language)


_REGULATION = (
    *(f"1.{n}" for n in range(1, 5)),
    *(f"2.{n}" for n in range(1, 6)),
    *(f"3.{n}" for n in (1, 2, 4, 5, 6, 7, 8)), "3.8(2)", "3.9", "3.10",
    *(f"3.10({n})" for n in range(1, 5)),
    *(f"4.{n}" for n in range(1, 5)),
    *(f"4.4({n})" for n in range(1, 12)), "4.4-last", "4.5",
    *(f"4.5-{n}" for n in range(1, 6)),
    *(f"4.{n}" for n in range(6, 10)),
)  # fmt: skip
_LAW = (
    "Art.8(1)", "Art.8(2)",
    *(f"Art.10({n})" for n in range(1, 5)),
    *(f"Art.10(4){n}" for n in range(1, 9)),
    *(f"Art.10({n})" for n in range(5, 8)),
    "Art.22(15)", "Art.39(1)",
)  # fmt: skip
_ABSENT = ("3.3",)


@cache
def clauses() -> Mapping[str, Clause]:
    """Return every registered clause by id, the absent one among them."""
    held = [Clause(id, Act.REGULATION, ClauseStatus.IN_SOURCE) for id in _REGULATION]
    held += [Clause(id, Act.LAW, ClauseStatus.IN_SOURCE) for id in _LAW]
    held += [Clause(id, Act.REGULATION, ClauseStatus.ABSENT_IN_SOURCE) for id in _ABSENT]
    return MappingProxyType({clause.id: clause for clause in held})


def cite(clause_id: str) -> Clause:
    """Return a clause that may be cited.

    Raises: CodedError `clause_unknown`; `clause_absent_in_source` for 3.3.
    """
    clause = clauses().get(clause_id)
    if clause is None:
        raise CodedError("clause_unknown", value=clause_id)
    if clause.status is ClauseStatus.ABSENT_IN_SOURCE:
        raise CodedError("clause_absent_in_source", value=clause_id)
    return clause


_WORDS = {
    "regulation": {
        "ky": "Жобонун {0}-пункту",
        "ru": "пункт {0} Положения",
        "en": "clause {0} of the Regulation",
    },
    "item": {
        "ky": "Жобонун {0}-пунктунун {1}-пунктчасы",
        "ru": "подпункт {1} пункта {0} Положения",
        "en": "clause {0}({1}) of the Regulation",
    },
    "paragraph": {
        "ky": "Жобонун {0}-пунктунун {1}-абзацы",
        "ru": "абзац {1} пункта {0} Положения",
        "en": "clause {0}, paragraph {1} of the Regulation",
    },
    "dash": {
        "ky": "Жобонун {0}-пункту, {1}-сызыкча",
        "ru": "пункт {0} Положения, дефис {1}",
        "en": "clause {0} of the Regulation, dash {1}",
    },
    "last": {
        "ky": "Жобонун {0}-пунктунун акыркы абзацы",
        "ru": "последний абзац пункта {0} Положения",
        "en": "clause {0} of the Regulation, last paragraph",
    },
    "part": {
        "ky": "Конституциялык мыйзамдын {0}-беренесинин {1}-бөлүгү",
        "ru": "часть {1} статьи {0} Конституционного закона",
        "en": "Article {0}({1}) of the Constitutional Law",
    },
    "part_item": {
        "ky": "Конституциялык мыйзамдын {0}-беренесинин {1}-бөлүгүнүн {2}-пункту",
        "ru": "пункт {2} части {1} статьи {0} Конституционного закона",
        "en": "Article {0}({1}), item {2} of the Constitutional Law",
    },
}
_FORMS = (
    ("part", r"Art\.(\d+)\((\d+)\)"),
    ("part_item", r"Art\.(\d+)\((\d+)\)(\d+)"),
    ("last", r"(\d\.\d+)-last"),
    ("paragraph", r"(3\.8)\((\d+)\)"),
    ("dash", r"(3\.10)\((\d+)\)"),
    ("dash", r"(\d\.\d+)-(\d+)"),
    ("item", r"(\d\.\d+)\((\d+)\)"),
    ("regulation", r"(\d\.\d+)"),
)


def _label(clause_id: str, language: str) -> str:
    for name, pattern in _FORMS:
        found = re.fullmatch(pattern, clause_id)
        if found:
            return _WORDS[name][language].format(*found.groups())
    raise CodedError("clause_unknown", value=clause_id)
