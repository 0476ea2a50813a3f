"""What lists show of a person: columns to select, full names, citizenships, newest certificate number."""

from __future__ import annotations

from sqlalchemy import Connection, RowMapping, select

from server.accreditation.person import PersonName
from server.adapters.database.tables import organisation, person, person_citizenship
from server.adapters.database.tables_of_bytes import credential

NAMES = (
    "surname_latin", "given_latin", "patronymic_latin", "surname_cyrillic", "given_cyrillic",
    "patronymic_cyrillic",
)  # fmt: skip
PERSON = tuple(person.c[name] for name in (*NAMES, "cyrillic_language", "birth_date"))
ORGANISATION = (
    organisation.c.name.label("organisation"), organisation.c.name_ky.label("organisation_ky"),
    organisation.c.name_ru.label("organisation_ru"),
)  # fmt: skip
ORGANISATION_NAMES = ("organisation", "organisation_ky", "organisation_ru")


def full_names(row: RowMapping) -> tuple[str, str]:
    """Return the full names in Latin and Cyrillic of a row that holds a person's columns."""
    return (
        PersonName(row["surname_latin"], row["given_latin"], row["patronymic_latin"]).full,
        PersonName(row["surname_cyrillic"], row["given_cyrillic"], row["patronymic_cyrillic"]).full,
    )


def citizenships_of(connection: Connection, person_ids: set[str]) -> dict[str, tuple[str, ...]]:
    """Return citizenships by person, the one on the certificate first."""
    table = person_citizenship.c
    statement = select(table.person_id, table.country).where(table.person_id.in_(person_ids))
    found: dict[str, tuple[str, ...]] = {}
    for person_id, country in connection.execute(statement.order_by(table.person_id, table.position)):
        found[person_id] = (*found.get(person_id, ()), country)
    return found


def newest_numbers(connection: Connection, accreditation_ids: list[str]) -> dict[str, str]:
    """Return the newest certificate number of each accreditation."""
    statement = (
        select(credential.c.accreditation_id, credential.c.number)
        .where(credential.c.accreditation_id.in_(accreditation_ids), credential.c.carrier == "paper")
        .order_by(credential.c.n)
    )
    return {row[0]: row[1] for row in connection.execute(statement)}
