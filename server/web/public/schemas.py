"""Shapes of the public API, for the OpenAPI page and for nothing else: answers are made as plain JSON."""

from __future__ import annotations

from typing import Any

import marshmallow as ma
from marshmallow import fields


def _texts() -> Any:
    return fields.Nested(TextsSchema, required=True)


class TextsSchema(ma.Schema):
    """One text in the three languages."""

    ky = fields.String(required=True)
    ru = fields.String(required=True)
    en = fields.String(required=True)


class FieldProblemSchema(ma.Schema):
    """What is wrong with one field of the request."""

    path = fields.String(required=True)
    code = fields.String(required=True)
    message = fields.String(required=True)


class ProblemSchema(ma.Schema):
    """RFC 9457 problem details with a stable code."""

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True)
    messages = _texts()
    clause = fields.String()
    errors = fields.List(fields.Nested(FieldProblemSchema))


class TrustStateSchema(ma.Schema):
    """An election's newest state."""

    election = fields.String(required=True)
    uri = fields.String(required=True)
    seq = fields.Integer(required=True)
    token = fields.String(required=True, metadata={"description": "base64url of the signed state"})


class TrustFileSchema(ma.Schema):
    """An immutable file by its hash."""

    election = fields.String(required=True)
    uri = fields.String(required=True)
    sha256 = fields.String(required=True)


class RegulationVersionSchema(ma.Schema):
    """Which text of rights and duties is current."""

    version = fields.String(required=True)
    sha256 = fields.String(required=True)


class TrustSchema(ma.Schema):
    """Everything a verifier begins with."""

    root = fields.List(fields.String(), required=True, metadata={"description": "every version, the first first"})
    states = fields.List(fields.Nested(TrustStateSchema), required=True)
    registry = fields.List(fields.Nested(TrustFileSchema), required=True)
    notices = fields.List(fields.Nested(TrustFileSchema), required=True)
    regulation = fields.Nested(RegulationVersionSchema, required=True)


class StatusSchema(ma.Schema):
    """Which list answered, and how old it is."""

    seq = fields.Integer(required=True, allow_none=True)
    as_of = fields.Integer(required=True, allow_none=True, metadata={"description": "unix seconds"})
    age_seconds = fields.Integer(required=True, allow_none=True)


class VerdictSchema(ma.Schema):
    """The verdict of credential.verify; days since 1970-01-01 and unix seconds, as on the wire."""

    code = fields.String(required=True)
    colour = fields.String(required=True, validate=ma.validate.OneOf(("green", "amber", "red", "grey")))
    claims = fields.Dict(keys=fields.String())
    election = fields.String(required=True, allow_none=True)
    term = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    status = fields.Nested(StatusSchema, required=True)
    revocation = fields.Dict(keys=fields.String(), required=True, allow_none=True)
    clock_wrong = fields.Boolean(required=True)
    right_time = fields.Integer(required=True, allow_none=True, metadata={"description": "unix seconds"})
    document_match = fields.Boolean(required=True, allow_none=True)
    messages = _texts()


class NumberStatusSchema(VerdictSchema):
    """The public status of a certificate number."""

    number = fields.String(required=True)


class ElectionSchema(ma.Schema):
    """An election and the numbers of its list."""

    id = fields.String(required=True)
    prefix = fields.String(required=True)
    titles = _texts()
    voting_days = fields.List(fields.Date(), required=True)
    repeat_voting_days = fields.List(fields.Date(), required=True)
    term_basis = fields.Integer(required=True)
    results_published_day = fields.Date(required=True, allow_none=True)
    accredited = fields.Integer(required=True)
    revoked = fields.Integer(required=True)
    certificates = fields.Integer(required=True)


class ElectionsSchema(ma.Schema):
    """Every election."""

    elections = fields.List(fields.Nested(ElectionSchema), required=True)


class ObserverSchema(ma.Schema):
    """A line of the public list (3.4)."""

    name = fields.String(required=True)
    name_cyrillic = fields.String(required=True)
    organisation = fields.String(required=True)
    organisation_ky = fields.String(required=True)
    organisation_ru = fields.String(required=True)
    certificate_number = fields.String(required=True, allow_none=True)
    decree_number = fields.String(required=True)
    decree_date = fields.Date(required=True)
    status = fields.String(required=True, validate=ma.validate.OneOf(("accredited", "revoked")))


class ObserversSchema(ma.Schema):
    """The public list of an election."""

    election = fields.String(required=True)
    as_of = fields.Integer(required=True, metadata={"description": "unix seconds"})
    count = fields.Integer(required=True)
    observers = fields.List(fields.Nested(ObserverSchema), required=True)


class ListQuerySchema(ma.Schema):
    """How the public list is wanted."""

    format = fields.String(validate=ma.validate.OneOf(("json", "csv", "html")), load_default=None)
    bom = fields.Boolean(load_default=False, metadata={"description": "CSV begins with a byte order mark"})
    q = fields.String(load_default="", validate=ma.validate.Length(max=200))


class LanguageQuerySchema(ma.Schema):
    """The language wanted; without it, the browser's, else Kyrgyz."""

    lang = fields.String(validate=ma.validate.OneOf(("ky", "ru", "en")), load_default=None)
