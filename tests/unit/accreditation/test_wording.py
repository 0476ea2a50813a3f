"""Words of the law: Kyrgyz month endings, the certificate's sentences, a message for every refusal."""

from __future__ import annotations

import ast
import re
import string
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from server.accreditation import dates_in_words as dates
from server.accreditation import wording
from server.accreditation.clauses import LANGUAGES
from server.accreditation.decree import DecreeKind
from server.accreditation.election import ElectionKind, WindowRule
from server.accreditation.errors import CodedError
from server.accreditation.machines import FORBIDDEN
from server.accreditation.organisation import OrganisationKind, OrganisationOrigin
from server.accreditation.replacement import ReplacementReason
from server.accreditation.revocation import RevocationKind
from server.accreditation.rules import RULES
from server.accreditation.term import TermBasis
from server.usecases.roles import ROLES

PACKAGE = Path(wording.__file__).parent
# Raised when our own data or code is wrong, never because of what a person entered.
INTERNAL = {
    "instant_without_zone",
    "clause_unknown",
    "clause_absent_in_source",
    "word_unknown",
    "topic_unknown",
}


@pytest.mark.parametrize(
    ("month", "nominative", "of", "since"),
    [
        (1, "январы", "январындагы", "январынан"),
        (2, "февралы", "февралындагы", "февралынан"),
        (3, "марты", "мартындагы", "мартынан"),
        (4, "апрели", "апрелиндеги", "апрелинен"),
        (5, "майы", "майындагы", "майынан"),
        (6, "июну", "июнундагы", "июнунан"),
        (7, "июлу", "июлундагы", "июлунан"),
        (8, "августу", "августундагы", "августунан"),
        (9, "сентябры", "сентябрындагы", "сентябрынан"),
        (10, "октябры", "октябрындагы", "октябрынан"),
        (11, "ноябры", "ноябрындагы", "ноябрынан"),
        (12, "декабры", "декабрындагы", "декабрынан"),
    ],
)
def test_kyrgyz_months(month: int, nominative: str, of: str, since: str) -> None:
    day = date(2025, month, 14)
    assert dates.date_in_words(day, "ky") == f"2025-жылдын 14-{nominative}"
    assert dates.kyrgyz_date_of(day) == f"2025-жылдын 14-{of}"
    assert dates.kyrgyz_date_from(day) == f"2025-жылдын 14-{since}"
    assert dates.kyrgyz_date_on(day) == f"2025-жылдын 14-{of.removesuffix('гы').removesuffix('ги')}"


def test_dates_of_the_other_languages_and_clocks() -> None:
    day = date(2025, 11, 14)
    assert dates.date_in_words(day, "ru") == "14 ноября 2025 года"
    assert dates.date_in_words(day, "en") == "14 November 2025"
    assert dates.date_short(date(2025, 1, 4)) == "04.01.2025"
    instant = datetime(2025, 11, 13, 18, 5, tzinfo=UTC)
    assert dates.date_and_time(instant, "ky") == "2025-жылдын 14-ноябры, саат 00:05"
    assert dates.date_and_time(instant, "ru") == "14 ноября 2025 года, 00:05"
    with pytest.raises(CodedError, match="language_unknown"):
        dates.date_in_words(day, "de")


def test_the_certificate_reads_as_the_glossary_says() -> None:
    day = date(2025, 11, 14)
    decree = wording.decree_words("139", day)
    assert decree["ky"] == (
        "Кыргыз Республикасынын Шайлоо жана референдум өткөрүү боюнча борбордук комиссиясынын 2025-жылдын "
        "14-ноябрындагы № 139 токтому менен эл аралык байкоочу катары аккредитацияланган."
    )
    assert decree["ru"] == (
        "Аккредитован(а) в качестве международного наблюдателя постановлением Центральной комиссии "
        "по выборам и проведению референдумов Кыргызской Республики от 14 ноября 2025 года № 139."
    )
    term = wording.term_words(day)
    assert term["ky"] == (
        "Ыйгарым укуктарынын мөөнөтү: 2025-жылдын 14-ноябрынан тартып шайлоонун натыйжалары "
        "расмий жарыяланган күнгө чейин (ошол күндү кошо алганда)."
    )
    assert (
        term["ru"] == "Срок полномочий: с 14 ноября 2025 года по день официального опубликования результатов выборов."
    )
    assert "референдумдун натыйжалары" in wording.term_words(day, referendum=True)["ky"]
    assert not [text for text in term.values() if "до дня" in text]


@pytest.mark.parametrize("kind", RevocationKind)
def test_revocation_names_decree_and_ground(kind: RevocationKind) -> None:
    told = wording.revocation_words(kind.value, number="7-а", day=date(2027, 4, 2))
    assert "2027-жылдын 2-апрелиндеги № 7-а токтому" in told["ky"]
    assert all("7-а" in text for text in told.values())
    assert len(set(told.values())) == len(set(wording.ended_words(date(2027, 4, 2)).values())) == 3


def _codes_raised() -> set[str]:
    """Every literal code given to CodedError in the package, and every rule's."""
    found = {rule.code for rule in RULES}
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "CodedError":
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    return {code for code in found if not code.startswith("data_")} - INTERNAL


def test_every_refusal_has_its_message_and_no_message_is_left_over() -> None:
    told = {key.removeprefix("error.") for key in wording.catalogue()["ky"] if key.startswith("error.")}
    assert told == _codes_raised() | {code for code, _ in FORBIDDEN.values()} | {"illegal_move"}


def test_catalogues_have_the_same_keys_fields_and_no_empty_or_copied_text() -> None:
    catalogue = wording.catalogue()
    # one word in Kyrgyz and in Russian
    same_word = {f"word.{key}" for key in ("election_kind.referendum", "role.auditor", "role.lawyer")}
    for key in catalogue["ky"]:
        texts = [catalogue[language][key] for language in LANGUAGES]
        assert all(text.strip() for text in texts)
        assert len(set(texts)) == (2 if key in same_word else 3), key
        fields = [sorted({name for _, name, _, _ in string.Formatter().parse(text) if name}) for text in texts]
        assert fields[0] == fields[1] == fields[2], key
    assert catalogue["ky"].keys() == catalogue["ru"].keys() == catalogue["en"].keys()


@pytest.mark.parametrize(
    ("group", "values"),
    [
        ("revocation", RevocationKind), ("replacement", ReplacementReason), ("election_kind", ElectionKind),
        ("window_rule", WindowRule), ("organisation_kind", OrganisationKind),
        ("organisation_origin", OrganisationOrigin), ("decree_kind", DecreeKind), ("term_basis", TermBasis),
        ("role", ROLES),
    ],
)  # fmt: skip
def test_every_value_has_a_word(group: str, values: list[object]) -> None:
    known = {key.split(".", 2)[2] for key in wording.catalogue()["ky"] if key.startswith(f"word.{group}.")}
    assert known == {str(int(value) if isinstance(value, TermBasis) else value) for value in values}
    with pytest.raises(CodedError, match="word_unknown"):
        wording.words(group, "nothing")


def test_no_message_cites_a_clause_that_the_source_lacks() -> None:
    for texts in wording.catalogue().values():
        for text in texts.values():
            assert not re.search(r"\b3\.3\b", text)
