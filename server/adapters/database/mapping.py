"""Records and their tables: fields are columns of the same name, so one rule maps them all."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Table

from server.adapters.database import tables, tables_of_bytes
from server.usecases import records
from server.usecases.records import Record

R = TypeVar("R", bound=Record)

_TABLES: dict[type[Any], Table] = {
    records.Organisation: tables.organisation,
    records.Election: tables.election,
    records.ElectionPoll: tables.election_poll,
    records.Person: tables.person,
    records.PersonCitizenship: tables.person_citizenship,
    records.IdentityDocument: tables.identity_document,
    records.Decree: tables.decree,
    records.AnnexLine: tables.annex_line,
    records.Accreditation: tables.accreditation,
    records.Credential: tables_of_bytes.credential,
    records.Revocation: tables.revocation,
    records.Annulment: tables.annulment,
    records.Amendment: tables.amendment,
    records.ElectionEvent: tables.election_event,
    records.Attachment: tables.attachment,
    records.UserAccount: tables.user_account,
    records.SessionFamily: tables.session_family,
    records.RevokedToken: tables.revoked_token,
    records.Job: tables_of_bytes.job,
}


def table_of(kind: type[Any]) -> Table:
    """Return the table that keeps records of this type."""
    return _TABLES[kind]


def columns_of(kind: type[Any]) -> tuple[ColumnElement[Any], ...]:
    """Return the columns in the order of the record's fields."""
    table = _TABLES[kind]
    return tuple(table.c[field.name] for field in fields(kind))


def to_row(record: Record) -> dict[str, Any]:
    """Return the record as column values."""
    return {column.name: getattr(record, column.name) for column in columns_of(type(record))}


def to_record(kind: type[R], row: RowMapping) -> R:
    """Return a row read with `columns_of` as a record."""
    return kind(**row)


def identity(record: Record) -> dict[str, Any]:
    """Return the primary key's columns and the record's values for them."""
    return {column.name: getattr(record, column.name) for column in table_of(type(record)).primary_key}
