"""A line of an annex cleaned by the law, and the records of its person."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from server.accreditation.errors import CodedError
from server.accreditation.person import (
    IdentityDocument as Document,
)
from server.accreditation.person import (
    Person as Nominee,
)
from server.accreditation.person import (
    PersonName,
    check_citizenship_codes,
    check_citizenships,
    clean_issuer,
    normalise_document_number,
    read_name,
)
from server.accreditation.script import Script
from server.usecases.line_input import LineInput
from server.usecases.ports import UnitOfWork
from server.usecases.records import IdentityDocument, Organisation, Person, PersonCitizenship, Record
from server.usecases.search_words import folded, search_words
from server.usecases.texts import Faults

CATEGORIES = ("observer",)
DOCUMENT_KINDS = ("passport", "diplomatic_passport", "service_passport", "identity_card", "other")
_LANGUAGES = ("kir", "rus")
_FIRST_BIRTH = date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class CleanLine:
    """A line that the law lets stand; `fingerprint` is equal for lines that say the same."""

    nominee: Nominee
    organisation_id: str
    category: str
    birth_date: date | None
    document_kind: str
    document_expires_on: date | None
    fingerprint: str

    @property
    def document(self) -> Document:
        """The identity document."""
        return self.nominee.document


class OrganisationBook:
    """Finds an organisation by id or by its name in any of the three languages."""

    def __init__(self, organisations: Iterable[Organisation]) -> None:
        self._found: dict[str, Organisation] = {}
        for each in organisations:
            for name in (each.id, each.name, each.name_ky, each.name_ru):
                if name:
                    self._found.setdefault(" ".join(folded(name).split()), each)
        self._seen: dict[str, Organisation | None] = {}

    def get(self, text: str) -> Organisation | None:
        """Return the organisation, or None."""
        if text not in self._seen:
            self._seen[text] = self._found.get(" ".join(folded(text).split()))
        return self._seen[text]


def clean_line(
    line: LineInput, *, organisations: OrganisationBook, today: date, any_citizenship: bool = False
) -> CleanLine | Faults:
    """Return the line as the law spells it, or every fault it has.

    Args:
        any_citizenship: let a citizen of the Kyrgyz Republic stand, as an application may: refusing is a decision.
    """
    faults = Faults()
    latin = _name(PersonName(line.surname_latin, line.given_latin, line.patronymic_latin), Script.LATIN, faults)
    cyrillic_given = any((line.surname_cyrillic, line.given_cyrillic, line.patronymic_cyrillic))
    parts = PersonName(line.surname_cyrillic, line.given_cyrillic, line.patronymic_cyrillic)
    cyrillic = _name(parts, Script.CYRILLIC, faults) if cyrillic_given else None
    if cyrillic_given and line.cyrillic_language not in _LANGUAGES:
        faults.add("cyrillic_language", "cyrillic_language_invalid", value=line.cyrillic_language[:16])
    check = check_citizenship_codes if any_citizenship else check_citizenships
    faults.take("citizenships", lambda: check(line.citizenships))
    issuer = faults.take("document_country", lambda: clean_issuer(line.document_country))
    number = faults.take("document_number", lambda: normalise_document_number(line.document_number))
    organisation = organisations.get(line.organisation)
    if organisation is None:
        code = "organisation_unknown" if line.organisation.strip() else "text_missing"
        faults.add("organisation", code, field="organisation", value=line.organisation[:80])
    _check_rest(line, faults, today=today)
    if faults.found or latin is None or issuer is None or number is None or organisation is None:
        return faults
    document = Document(issuer, number)
    nominee = Nominee(latin, cyrillic, line.cyrillic_language if cyrillic else None, line.citizenships, document)
    return CleanLine(
        nominee,
        organisation.id,
        line.category,
        line.birth_date,
        line.document_kind,
        line.document_expires_on,
        _fingerprint(nominee, line, organisation.id),
    )


def _name(name: PersonName, script: Script, faults: Faults) -> PersonName | None:
    cleaned, wrong = read_name(name, script=script)
    for each in wrong:
        faults.note(each, path=f"surname_{script.value}")
    return None if wrong else cleaned


def _check_rest(line: LineInput, faults: Faults, *, today: date) -> None:
    if line.category not in CATEGORIES:
        faults.add("category", "category_unknown", field="category", value=line.category[:32])
    if line.document_kind not in DOCUMENT_KINDS:
        faults.add("document_kind", "document_kind_unknown", field="document_kind", value=line.document_kind[:32])
    if line.birth_date is not None and not _FIRST_BIRTH <= line.birth_date < today:
        faults.add("birth_date", "date_out_of_range", field="birth_date", value=line.birth_date.isoformat())
    expires = line.document_expires_on
    if expires is not None and expires < today:
        faults.add("document_expires_on", "document_expired", field="document_expires_on", value=expires.isoformat())


def _fingerprint(nominee: Nominee, line: LineInput, organisation_id: str) -> str:
    cyrillic = nominee.cyrillic or PersonName("")
    said = (
        nominee.latin.surname, nominee.latin.given, nominee.latin.patronymic,
        cyrillic.surname, cyrillic.given, cyrillic.patronymic, nominee.cyrillic_language or "",
        ",".join(nominee.citizenships), nominee.document.country, nominee.document.number, organisation_id,
        line.category, line.document_kind, str(line.birth_date), str(line.document_expires_on),
    )  # fmt: skip
    return hashlib.sha256("\x1f".join(said).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person already kept, with the document that led there."""

    person: Person
    document: IdentityDocument
    citizenships: tuple[str, ...]

    def is_same(self, line: CleanLine) -> bool:
        """Tell whether the line says exactly what is kept."""
        return self.person == _person(line, id=self.person.id, now=self.person.created_at) and (
            self.citizenships == line.nominee.citizenships
            and self.document.kind == line.document_kind
            and self.document.expires_on == line.document_expires_on
        )


Known = Mapping[tuple[str, str], Sequence[KnownPerson]]


def known_persons(uow: UnitOfWork, documents: Iterable[Document]) -> Known:
    """Return persons kept under these documents, by (country, number)."""
    wanted = {(document.country, document.number) for document in documents}
    held = [
        document
        for document in uow.find(IdentityDocument, number=[number for _, number in wanted])
        if (document.country, document.number) in wanted
    ]
    ids = list(dict.fromkeys(document.person_id for document in held))
    if not ids:
        return {}
    persons = {person.id: person for person in uow.find(Person, id=ids)}
    citizenships: dict[str, list[PersonCitizenship]] = {}
    for each in uow.find(PersonCitizenship, person_id=ids):
        citizenships.setdefault(each.person_id, []).append(each)
    known: dict[tuple[str, str], list[KnownPerson]] = {}
    for document in held:
        own = sorted(citizenships.get(document.person_id, []), key=lambda each: each.position)
        person = KnownPerson(persons[document.person_id], document, tuple(each.country for each in own))
        known.setdefault((document.country, document.number), []).append(person)
    return known


def person_records(
    line: CleanLine, *, known: Known, new_id: Callable[[], str], now: datetime
) -> tuple[str, str, list[Record]]:
    """Return person id, document id, records to add: the kept person where the line says the same, else a new one."""
    for each in known.get((line.document.country, line.document.number), ()):
        if each.is_same(line):
            return each.person.id, each.document.id, []
    person = _person(line, id=new_id(), now=now)
    document = IdentityDocument(
        id=new_id(),
        person_id=person.id,
        country=line.document.country,
        number=line.document.number,
        kind=line.document_kind,
        expires_on=line.document_expires_on,
        created_at=now,
    )
    citizenships = [
        PersonCitizenship(person.id, country, position)
        for position, country in enumerate(line.nominee.citizenships, start=1)
    ]
    return person.id, document.id, [person, document, *citizenships]


def _person(line: CleanLine, *, id: str, now: datetime) -> Person:
    latin, cyrillic = line.nominee.latin, line.nominee.cyrillic or PersonName("")
    return Person(
        id=id,
        surname_latin=latin.surname,
        given_latin=latin.given,
        patronymic_latin=latin.patronymic,
        surname_cyrillic=cyrillic.surname,
        given_cyrillic=cyrillic.given,
        patronymic_cyrillic=cyrillic.patronymic,
        cyrillic_language=line.nominee.cyrillic_language,
        birth_date=line.birth_date,
        search_key=" ".join(search_words(latin.full, cyrillic.full)),
        created_at=now,
    )


def first_refusal(faults: Faults) -> None:
    """Refuse a line: by the clause where only a Kyrgyz citizenship stands against it, else field by field.

    Raises: CodedError `citizen_of_kyrgyz_republic` (1.4), InvalidInput.
    """
    if [fault.code for fault in faults.found] == ["citizen_of_kyrgyz_republic"]:
        raise CodedError("citizen_of_kyrgyz_republic", "1.4", field="citizenships")
    faults.raise_if_any()
