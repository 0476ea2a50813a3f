"""A person nominated as observer: names in both scripts, citizenships, identity document.

Clause: 1.3, 1.4, 4.4(6), Art.10(1).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from server.accreditation.countries import COUNTRIES, DOCUMENT_ISSUERS
from server.accreditation.errors import CodedError
from server.accreditation.rules import citizenship_1_4
from server.accreditation.script import Script, check_name, clean

NAME_PART_MAX_CHARACTERS = 60
FULL_NAME_MAX_CHARACTERS = 120
MOST_CITIZENSHIPS = 8
CYRILLIC_LANGUAGES = ("kir", "rus")
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХавекмнорстух", "ABEKMHOPCTYXABEKMHOPCTYX")
_DOCUMENT = re.compile(r"[0-9A-Z]{3,20}")
_MARKS = re.compile(r"[\s\-/.№]")


@dataclass(frozen=True, slots=True)
class PersonName:
    """One name in one script, its parts as in the passport; given name and patronymic may be empty."""

    surname: str
    given: str = ""
    patronymic: str = ""

    @property
    def full(self) -> str:
        """Surname, name, patronymic, in this order (4.4(6)), with single spaces."""
        return " ".join(part for part in (self.surname, self.given, self.patronymic) if part)


@dataclass(frozen=True, slots=True)
class IdentityDocument:
    """An identity document: the state or body that issued it (alpha-3) and its number, normalised."""

    country: str
    number: str


@dataclass(frozen=True, slots=True)
class Person:
    """A nominated person; build it with `clean_person`.

    Attributes:
        latin: exactly as in the passport.
        cyrillic: None where not given.
        cyrillic_language: "kir" or "rus", only with `cyrillic`.
        citizenships: alpha-3 codes, at least one; the first stands on the certificate.
    """

    latin: PersonName
    cyrillic: PersonName | None
    cyrillic_language: str | None
    citizenships: tuple[str, ...]
    document: IdentityDocument


def clean_name(name: PersonName, *, script: Script) -> PersonName:
    """Return the name in NFC with single spaces, wholly in the script.

    Raises: CodedError, the first that `read_name` finds.
    """
    cleaned, wrong = read_name(name, script=script)
    if wrong:
        raise wrong[0]
    return cleaned


def read_name(name: PersonName, *, script: Script) -> tuple[PersonName, list[CodedError]]:
    """Return the name in NFC with single spaces, and everything that is wrong with its parts.

    `text_missing` without a surname (a single name is a surname), `text_too_long`, `name_wrong_script`,
    `text_forbidden_character`, `names_too_long_together`; facts name the field, e.g. "surname_latin".
    """
    parts = {part: clean(getattr(name, part)) for part in ("surname", "given", "patronymic")}
    wrong: list[CodedError] = []
    for part, text in parts.items():
        field = f"{part}_{script.value}"
        try:
            if text:
                check_name(text, script=script, field=field, limit=NAME_PART_MAX_CHARACTERS)
            elif part == "surname":
                raise CodedError("text_missing", field=field)
        except CodedError as error:
            wrong.append(error)
    cleaned = PersonName(**parts)
    if not wrong and len(cleaned.full) > FULL_NAME_MAX_CHARACTERS:
        field = f"surname_{script.value}"
        wrong.append(CodedError("names_too_long_together", field=field, limit=FULL_NAME_MAX_CHARACTERS))
    return cleaned, wrong


def check_citizenships(citizenships: tuple[str, ...]) -> None:
    """Refuse none, an unknown or repeated code, too many, and any citizenship of the Kyrgyz Republic (N1).

    Clause: 1.4, Art.10(1).
    Raises: CodedErrors of `check_citizenship_codes`, `citizen_of_kyrgyz_republic`.
    """
    check_citizenship_codes(citizenships)
    citizenship_1_4.NOT_A_CITIZEN.require(citizenships, field="citizenships")


def check_citizenship_codes(citizenships: tuple[str, ...]) -> None:
    """Refuse none, an unknown or repeated code, and too many; whose they are is another question (1.4).

    Raises: CodedError `citizenship_missing`, `country_unknown`, `citizenship_twice`, `too_many`.
    """
    if not citizenships:
        raise CodedError("citizenship_missing", "1.4", field="citizenships")
    for code in citizenships:
        if code not in COUNTRIES:
            raise CodedError("country_unknown", field="citizenships", value=code[:16])
    if len(set(citizenships)) != len(citizenships):
        raise CodedError("citizenship_twice", field="citizenships")
    if len(citizenships) > MOST_CITIZENSHIPS:
        raise CodedError("too_many", field="citizenships", limit=MOST_CITIZENSHIPS)


def is_citizen(citizenships: tuple[str, ...]) -> bool:
    """Tell whether a citizenship of the Kyrgyz Republic is among them, so that accreditation is barred (1.4)."""
    return not citizenship_1_4.NOT_A_CITIZEN.holds(citizenships)


def look_alikes(text: str) -> str:
    """Return the Cyrillic letters of a document number that `normalise_document_number` reads as Latin ones."""
    found = (letter for letter in unicodedata.normalize("NFC", text) if ord(letter) in _LOOK_ALIKES)
    return "".join(dict.fromkeys(found))


def normalise_document_number(text: str) -> str:
    """Return a document number as its machine-readable zone spells it: 3 to 20 characters 0-9A-Z.

    Cyrillic look-alikes become Latin; spaces, hyphens, slashes, periods and "№" go.
    Raises: CodedError `document_number_missing`, `document_number_invalid`.
    """
    plain = unicodedata.normalize("NFC", text).translate(_LOOK_ALIKES).upper()
    number = _MARKS.sub("", plain)
    if not number:
        raise CodedError("document_number_missing", "3.1", field="document_number")
    if not _DOCUMENT.fullmatch(number):
        raise CodedError("document_number_invalid", "3.1", field="document_number")
    return number


def clean_document(country: str, number: str) -> IdentityDocument:
    """Return the identity document, its number normalised.

    Raises: CodedError `country_unknown`, `document_number_missing`, `document_number_invalid`.
    """
    return IdentityDocument(clean_issuer(country), normalise_document_number(number))


def clean_issuer(country: str) -> str:
    """Return the code of the state or body that issued a document.

    Raises: CodedError `country_unknown`.
    """
    if country not in COUNTRIES and country not in DOCUMENT_ISSUERS:
        raise CodedError("country_unknown", field="document_country", value=country[:16])
    return country


def clean_person(
    latin: PersonName,
    cyrillic: PersonName | None,
    *,
    cyrillic_language: str | None,
    citizenships: tuple[str, ...],
    document_country: str,
    document_number: str,
) -> Person:
    """Return the person with every part cleaned and checked.

    Raises: CodedError of `clean_name`, `check_citizenships`, `clean_document`;
    `cyrillic_language_invalid` unless "kir" or "rus" stands with a Cyrillic name and only then.
    """
    given_language = cyrillic_language if cyrillic is not None else None
    if cyrillic_language != given_language or (cyrillic and cyrillic_language not in CYRILLIC_LANGUAGES):
        raise CodedError("cyrillic_language_invalid", field="cyrillic_language", value=cyrillic_language)
    check_citizenships(citizenships)
    return Person(
        clean_name(latin, script=Script.LATIN),
        clean_name(cyrillic, script=Script.CYRILLIC) if cyrillic is not None else None,
        given_language,
        citizenships,
        clean_document(document_country, document_number),
    )
