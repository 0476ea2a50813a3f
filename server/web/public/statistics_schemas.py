"""Shapes of the public statistics, for the OpenAPI page and for nothing else."""

from __future__ import annotations

import marshmallow as ma
from marshmallow import fields

from server.web.public.schemas import TextsSchema


class StageSchema(ma.Schema):
    """How many people reached a stage."""

    stage = fields.String(required=True)
    people = fields.Integer(required=True)


class BatchSchema(ma.Schema):
    """The people one decree accredited, and all by then."""

    decree_number = fields.String(required=True)
    decree_date = fields.Date(required=True)
    people = fields.Integer(required=True)
    total = fields.Integer(required=True)


class DurationSchema(ma.Schema):
    """Days from filing to the decree's signing, for half and for nine tenths of the accredited people."""

    people = fields.Integer(required=True)
    median_days = fields.Float(required=True, allow_none=True)
    ninety_days = fields.Float(required=True, allow_none=True)
    channel = fields.String()
    kind = fields.String()
    organisation = fields.Nested(TextsSchema)


class TimeSchema(ma.Schema):
    """Time to decision; groups of fewer than `fewest` people are left out."""

    overall = fields.Nested(DurationSchema, required=True)
    by_channel = fields.List(fields.Nested(DurationSchema), required=True)
    by_kind = fields.List(fields.Nested(DurationSchema), required=True)
    by_organisation = fields.List(fields.Nested(DurationSchema), required=True)


class RefusedPartSchema(ma.Schema):
    """Refused people of a ground or of a kind of organisation; "other_parts" puts small parts together."""

    ground = fields.String()
    kind = fields.String()
    people = fields.Integer(required=True)


class RefusalsSchema(ma.Schema):
    """Refusals: the total, and parts of at least `fewest` people."""

    people = fields.Integer(required=True)
    by_ground = fields.List(fields.Nested(RefusedPartSchema), required=True)
    by_kind = fields.List(fields.Nested(RefusedPartSchema), required=True)


class KindSchema(ma.Schema):
    """Accredited people by kind of organisation."""

    kind = fields.String(required=True)
    organisations = fields.Integer(required=True)
    people = fields.Integer(required=True)


class CountrySchema(ma.Schema):
    """Accredited people by the organisation's country (alpha-3).

    The country is null for international organisations, and where a foreign one's is not stated.
    """

    country = fields.String(required=True, allow_none=True)
    not_stated = fields.Boolean(required=True)
    people = fields.Integer(required=True)


class AccreditedSchema(ma.Schema):
    """Accreditations in force."""

    people = fields.Integer(required=True)
    revoked = fields.Integer(required=True)
    by_kind = fields.List(fields.Nested(KindSchema), required=True)
    by_country = fields.List(fields.Nested(CountrySchema), required=True)


class StatisticsSchema(ma.Schema):
    """An election in counts, of published decrees only."""

    election = fields.String(required=True)
    as_of = fields.Integer(required=True, metadata={"description": "unix seconds"})
    fewest = fields.Integer(required=True, metadata={"description": "no smaller part is given"})
    funnel = fields.List(fields.Nested(StageSchema), required=True)
    without_application = fields.Integer(required=True)
    curve = fields.List(fields.Nested(BatchSchema), required=True)
    time = fields.Nested(TimeSchema, required=True)
    refusals = fields.Nested(RefusalsSchema, required=True)
    accredited = fields.Nested(AccreditedSchema, required=True)
