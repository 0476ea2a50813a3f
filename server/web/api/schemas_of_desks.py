"""Shapes of the deciding desk's bodies; what the law says of them is asked in the verbs."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow.fields import Boolean, Dict, List, Nested
from marshmallow.validate import Length

from server.web.api.schemas import Day, Text

_MOST = 500
_FACTS = 4000


class Answer(Schema):
    """What one check found."""

    outcome = Text(longest=8, required=True)
    evidence = Text(longest=_FACTS, load_default="")
    shown = Text(longest=400, load_default=None, allow_none=True)  # `shown` of the sheet as it was read


class Pile(Schema):
    """People chosen."""

    nomination_ids = List(Text(longest=64), required=True, validate=Length(max=_MOST))


class PileAnswer(Pile):
    """ "In order" for people chosen in checks chosen."""

    checks = List(Text(longest=4), required=True, validate=Length(max=9))
    evidence = Text(longest=_FACTS, load_default="")  # without it the verb says why it is needed


class Opinion(Schema):
    """A legal opinion on a ground of 3.10(3)."""

    ground = Text(longest=8, required=True)
    opinion = Text(longest=_FACTS, required=True)


class Return(Schema):
    """What is missing."""

    missing = List(Text(longest=32), required=True, validate=Length(max=20))
    note = Text(longest=_FACTS, load_default="")


class Merge(Schema):
    """The record that goes into this one."""

    other_id = Text(longest=64, required=True)
    sure = Boolean(load_default=False)


class Zone(Schema):
    """A typed machine-readable zone; nothing of it is kept."""

    zone = Text(longest=300, required=True)


class AccreditationDraft(Pile):
    """An accreditation decree of chosen people."""

    election = Text(longest=64, required=True)
    subject = Text(longest=400, required=True)
    despite_findings = Dict(Text(longest=64), Text(longest=_FACTS), load_default=dict)


class RefusalOf(Schema):
    """What a refusal says of one person."""

    nomination_id = Text(longest=64, required=True)
    grounds = List(Text(longest=8), required=True, validate=Length(max=11))
    facts = Text(longest=_FACTS, required=True)


class RefusalDraft(Schema):
    """A decree of reasoned refusals."""

    election = Text(longest=64, required=True)
    subject = Text(longest=400, required=True)
    refusals = List(Nested(RefusalOf), required=True, validate=Length(max=_MOST))


class RefusalEdit(Schema):
    """Other grounds and facts of one refusal."""

    grounds = List(Text(longest=8), required=True, validate=Length(max=11))
    facts = Text(longest=_FACTS, required=True)


class Late(Pile):
    """People undecided at the close, and what shows it."""

    evidence = Text(longest=_FACTS, required=True)


class Deprived(Schema):
    """Someone deprived by an earlier decree."""

    surname_latin = Text(required=True)
    given_latin = Text(load_default="")
    birth_date = Day(required=True)
    document_country = Text(longest=3, required=True)
    document_number = Text(longest=40, required=True)
    decree_number = Text(longest=64, required=True)
    decree_date = Day(required=True)


class DecreeOpinion(Schema):
    """An opinion on a drafted revocation."""

    opinion = Text(longest=_FACTS, required=True)


class Numbers(Schema):
    """Certificates by number."""

    numbers = List(Text(longest=40), required=True, validate=Length(max=5000))
