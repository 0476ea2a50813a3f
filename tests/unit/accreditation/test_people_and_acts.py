"""Names, citizenships, documents, decrees, revocations, replacements: what passes and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from server.accreditation import organisation, person
from server.accreditation.calendar import at
from server.accreditation.decree import (
    DecreeKind,
    DecreeStep,
    Hands,
    check_role,
    check_signing,
    normalise_number,
)
from server.accreditation.errors import CodedError
from server.accreditation.person import PersonName, clean_name, clean_person
from server.accreditation.replacement import ReplacementReason, check_replacement
from server.accreditation.revocation import Revocation, RevocationKind, check_annulment, check_revocation
from server.accreditation.script import Script

ROOT = Path(__file__).parents[3]


def code_of(call: Callable[[], object]) -> str | None:
    try:
        call()
    except CodedError as error:
        return error.code
    return None


@pytest.mark.parametrize(
    ("text", "script", "code"),
    [
        ("O'Connor-Smith Jr.", Script.LATIN, None),
        ("Ñuñez Ğöğüş", Script.LATIN, None),
        ("Məmmədov", Script.LATIN, None),
        ("Nguyễn Thị Ánh", Script.LATIN, None),
        ("D’Arcy", Script.LATIN, None),
        ("Өмүралиева Жаңыл", Script.CYRILLIC, None),
        ("Түркмөнбаева", Script.CYRILLIC, None),
        ("Қасымов Ғалым", Script.CYRILLIC, None),
        ("Pаul", Script.LATIN, "name_wrong_script"),  # Cyrillic а
        ("Иванoв", Script.CYRILLIC, "name_wrong_script"),  # Latin o
        ("Иванов", Script.LATIN, "name_wrong_script"),
        ("Smith", Script.CYRILLIC, "name_wrong_script"),
        ("Sm\u202eith", Script.LATIN, "text_forbidden_character"),
        ("Smith\u2069", Script.LATIN, "text_forbidden_character"),
        ("Smi\u200dth", Script.LATIN, "text_forbidden_character"),
        ("Smi\u0000th", Script.LATIN, "text_forbidden_character"),
        ("Smith2", Script.LATIN, "text_forbidden_character"),
        ("Ｓmith", Script.LATIN, "text_forbidden_character"),  # full-width S
        ("𝐒mith", Script.LATIN, "text_forbidden_character"),
        ("Sɑm", Script.LATIN, "text_forbidden_character"),  # IPA alpha
        ("Smıth", Script.LATIN, None),  # Turkish dotless i is a letter of passports
        ("ﬁnn", Script.LATIN, "text_forbidden_character"),  # a ligature
        ("λουκας", Script.LATIN, "text_forbidden_character"),
        ("<b>", Script.LATIN, "text_forbidden_character"),
        ("-Smith", Script.LATIN, "text_forbidden_character"),
        ("\u0301Smith", Script.LATIN, "text_forbidden_character"),
        ("Sx\u0301\u0302\u0303\u0304mith", Script.LATIN, "text_forbidden_character"),
        ("\ud800", Script.LATIN, "text_forbidden_character"),
        ("", Script.LATIN, "text_missing"),
        (" \u00a0 ", Script.LATIN, "text_missing"),
        ("A" * 61, Script.LATIN, "text_too_long"),
    ],
)
def test_names(text: str, script: Script, code: str | None) -> None:
    assert code_of(lambda: clean_name(PersonName(text), script=script)) == code


def test_names_are_composed_and_say_which_letter_is_wrong() -> None:
    decomposed = PersonName("Йылдыз  оглу", "Чын\u0433ыз", "")
    assert clean_name(decomposed, script=Script.CYRILLIC).full == "Йылдыз оглу Чынгыз"
    assert clean_name(PersonName("Nun\u0303ez", "Ana"), script=Script.LATIN).surname == "Nuñez"
    with pytest.raises(CodedError) as caught:
        clean_name(PersonName("Doe", "Jоhn"), script=Script.LATIN)
    assert caught.value.facts["field"] == "given_latin"
    assert caught.value.facts["place"] == 2
    long = PersonName("A" * 60, "B" * 60, "C")
    assert code_of(lambda: clean_name(long, script=Script.LATIN)) == "names_too_long_together"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"cyrillic": None, "cyrillic_language": None}, None),
        ({"cyrillic": None}, "cyrillic_language_invalid"),
        ({"cyrillic_language": None}, "cyrillic_language_invalid"),
        ({"cyrillic_language": "eng"}, "cyrillic_language_invalid"),
        ({"citizenships": ()}, "citizenship_missing"),
        ({"citizenships": ("FRA", "fra")}, "country_unknown"),
        ({"citizenships": ("FRA", "FRA")}, "citizenship_twice"),
        ({"citizenships": ("XXA",)}, None),
        ({"citizenships": ("XYZ",)}, "country_unknown"),
        ({"document_country": "UNO"}, None),
        ({"document_country": "??"}, "country_unknown"),
        ({"document_number": " х 000-001 "}, None),
        ({"document_number": "--"}, "document_number_missing"),
        ({"document_number": "AB"}, "document_number_invalid"),
        ({"document_number": "Ж1234567"}, "document_number_invalid"),
        ({"document_number": "A" * 21}, "document_number_invalid"),
    ],
)
def test_persons(changes: dict[str, object], code: str | None) -> None:
    given: dict[str, object] = {
        "cyrillic": PersonName("Доу", "Джон"),
        "cyrillic_language": "rus",
        "citizenships": ("FRA",),
        "document_country": "FRA",
        "document_number": "X0000001",
    } | changes
    assert code_of(lambda: clean_person(PersonName("Doe", "John"), **given)) == code  # type: ignore[arg-type]


def test_document_numbers_lose_look_alikes() -> None:
    assert person.normalise_document_number("№ ас 0123-456") == "AC0123456"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("OSCE/ODIHR", None),
        ("ОБСЕ/ODIHR", None),
        ("Шанхай кызматташтык уюму", None),
        ("OSСE", "text_mixed_scripts"),  # Cyrillic С
        ("2021", "text_without_letters"),
        ("Mission\u202e", "text_forbidden_character"),
        ("使节团", "text_forbidden_character"),
        ("", "text_missing"),
        ("M" * 161, "text_too_long"),
    ],
)
def test_organisation_names(text: str, code: str | None) -> None:
    assert code_of(lambda: organisation.clean_organisation_name(text)) == code


@pytest.mark.parametrize(
    ("text", "number"),
    [("№ 139", "139"), ("No. 139", "139"), ("N° 7-а", "7-а"), ("139", "139"), ("14/2026-к", "14/2026-к")],
)
def test_decree_numbers(text: str, number: str) -> None:
    assert normalise_number(text) == number


@pytest.mark.parametrize("text", ["", "№", "abc", "1 2", "1" * 40, "12-", "<1>", "١٢"])
def test_decree_numbers_refused(text: str) -> None:
    assert code_of(lambda: normalise_number(text)) in ("decree_number_missing", "decree_number_invalid")


@pytest.mark.parametrize(
    ("hands", "code"),
    [
        (Hands("a"), None),
        (Hands("a", "b"), None),
        (Hands("a", "b", "c"), None),
        (Hands("a", "a"), "same_person_drafts_and_signs"),
        (Hands("a", "b", "a"), "same_person_drafts_and_publishes"),
        (Hands("a", "b", "b"), "same_person_signs_and_publishes"),
    ],
)
def test_three_people(hands: Hands, code: str | None) -> None:
    assert code_of(hands.check) == code


def test_only_the_approver_signs() -> None:
    check_role(DecreeStep.SIGN, role="approver")
    assert code_of(lambda: check_role(DecreeStep.SIGN, role="registrar")) == "role_may_not"
    assert code_of(lambda: check_role(DecreeStep.PUBLISH, role="approver")) == "role_may_not"


@pytest.mark.parametrize("kind", [kind for kind in DecreeKind if kind is not DecreeKind.ACCREDITATION])
def test_other_acts_are_lawful_after_the_close(kind: DecreeKind) -> None:
    day = date(2021, 12, 5)
    check_signing(kind, day, signed_at=at(day, 10), window=None, hands=Hands("a", "b"))
    with pytest.raises(CodedError, match="call_not_published"):
        check_signing(DecreeKind.ACCREDITATION, day, signed_at=at(day, 10), window=None, hands=Hands("a", "b"))


@pytest.mark.parametrize(
    ("revocation", "code"),
    [
        (Revocation(RevocationKind.V1, "campaigned at station 1004", False), None),
        (Revocation(RevocationKind.V2, "facts", True), None),
        (Revocation(RevocationKind.V3, "", True), "revocation_facts_missing"),
        (Revocation(RevocationKind.V1, "  ", False), "revocation_facts_missing"),
        (Revocation(RevocationKind.V1, "facts"), "revocation_gross_not_stated"),
        (Revocation(RevocationKind.V1, "f" * 4001, False), "text_too_long"),
        (Revocation(RevocationKind.W1), "written_application_missing"),
        (Revocation(RevocationKind.W2, "left early"), "written_application_missing"),
        (Revocation(RevocationKind.W1, application_attached=True), None),
        (Revocation(RevocationKind.W2, "left early", None, True), None),
        (Revocation(RevocationKind.W2, "", True, True), "revocation_on_application_not_gross"),
    ],
)
def test_revocation_grounds(revocation: Revocation, code: str | None) -> None:
    assert code_of(lambda: check_revocation(revocation)) == code


@pytest.mark.parametrize("kind", RevocationKind)
@pytest.mark.parametrize("gross", [True, False, None])
def test_only_a_gross_violation_feeds_the_deprived_list(kind: RevocationKind, gross: bool | None) -> None:
    feeds = Revocation(kind, "facts", gross, True).feeds_deprived_list
    assert feeds == (kind.value[0] == "V" and gross is True)


def test_annulment() -> None:
    check_annulment(revoked=True, annulled=False, reason="court decision")
    assert code_of(lambda: check_annulment(revoked=False, annulled=False, reason="x")) == "not_revoked"
    assert code_of(lambda: check_annulment(revoked=True, annulled=True, reason="x")) == "already_annulled"
    assert code_of(lambda: check_annulment(revoked=True, annulled=False, reason=" ")) == ("annulment_reason_missing")


@pytest.mark.parametrize(
    ("reason", "revoked", "act", "code"),
    [
        (ReplacementReason.LOST, False, None, None),
        (ReplacementReason.DAMAGED, False, None, None),
        (ReplacementReason.DATA_ERROR, False, "140", None),
        (ReplacementReason.DATA_ERROR, False, None, "amending_act_missing"),
        (ReplacementReason.LOST, False, "140", "amending_act_not_expected"),
        (ReplacementReason.LOST, True, None, "accreditation_revoked"),
    ],
)
def test_replacement(reason: ReplacementReason, revoked: bool, act: str | None, code: str | None) -> None:
    assert code_of(lambda: check_replacement(reason, revoked=revoked, amending_act=act)) == code
