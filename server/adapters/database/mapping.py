"""Records and their tables: fields are columns of the same name, so one rule maps them all."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, RowMapping, Table

from server.adapters.database import (
    tables,
    tables_of_accounts,
    tables_of_applications,
    tables_of_bytes,
    tables_of_desks,
)
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
    records.Passkey: tables_of_accounts.passkey,
    records.Totp: tables_of_accounts.totp,
    records.PortalCode: tables_of_accounts.portal_code,
    records.Message: tables_of_accounts.message,
    records.Notice: tables_of_accounts.notice,
    records.NoticeReading: tables_of_accounts.notice_reading,
    records.StoredRulePack: tables_of_applications.rule_pack,
    records.Proposal: tables_of_applications.proposal,
    records.Invitation: tables_of_applications.invitation,
    records.Application: tables_of_applications.application,
    records.Nomination: tables_of_applications.nomination,
    records.NominationWord: tables_of_applications.nomination_word,
    records.DocumentCopy: tables_of_applications.document_copy,
    records.CopyOnFile: tables_of_applications.document_copy,
    records.DocumentAccess: tables_of_applications.document_access,
    records.DocumentDeletion: tables_of_applications.document_deletion,
    records.Upload: tables_of_applications.upload,
    records.UploadPart: tables_of_applications.upload_part,
    records.PartOnFile: tables_of_applications.upload_part,
    records.MfaReview: tables_of_desks.mfa_review,
    records.CheckOutcome: tables_of_desks.check_outcome,
    records.LegalOpinion: tables_of_desks.legal_opinion,
    records.ReturnNotice: tables_of_desks.return_notice,
    records.Refusal: tables_of_desks.refusal,
    records.RefusalGround: tables_of_desks.refusal_ground,
    records.DeprivedPerson: tables_of_desks.deprived_person,
    records.DecreeOpinion: tables_of_desks.decree_opinion,
    records.RevocationRequest: tables_of_desks.revocation_request,
    records.RevocationRequestSubject: tables_of_desks.revocation_request_subject,
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
