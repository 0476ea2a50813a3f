"""Shapes of bodies: kinds and lengths only; what the law says of them is asked in the verbs."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from marshmallow import Schema, ValidationError
from marshmallow.fields import Boolean, Dict, Integer, List, String
from marshmallow.fields import Date as DateField
from marshmallow.fields import Field as AnyField
from marshmallow.validate import Length, OneOf

from server.accreditation.revocation import RevocationKind


class Text(String):
    """A text of bounded length without NUL."""

    def __init__(self, *, longest: int = 200, **options: Any) -> None:
        super().__init__(validate=[Length(max=longest), _readable], **options)


class Day(DateField):
    """A day, YYYY-MM-DD, between 1900 and 2200."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> date:
        day = super()._deserialize(value, attr, data, **kwargs)
        if not isinstance(day, date) or not 1900 <= day.year <= 2200:
            raise ValidationError("Not a valid date.")
        return day


class Instant(AnyField[datetime]):
    """An instant in RFC 3339 with its offset."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> datetime:
        try:
            instant = datetime.fromisoformat(value) if isinstance(value, str) and len(value) <= 40 else None
        except ValueError:
            instant = None
        if instant is None or instant.tzinfo is None or not 1900 <= instant.year <= 2200:
            raise ValidationError("Not a valid instant.")
        return instant


def _readable(text: str) -> None:
    if "\0" in text or any(0xD800 <= ord(character) <= 0xDFFF for character in text):
        raise ValidationError("Not a valid text.")


class Login(Schema):
    """Body of ``POST /auth/login``.

    ``code``: of the account's authenticator app, where it has one.
    ``cookies`` asks for the browser's cookies beside the tokens.
    """

    login = Text(required=True)
    password = Text(longest=256, required=True)
    code = Text(longest=20, load_default=None, allow_none=True)
    cookies = Boolean(load_default=False)


class OwnPassword(Schema):
    """The password, proven again before a new key to the account is made."""

    password = Text(longest=256, required=True)


class OwnProof(Schema):
    """The password and, where the account has an app, a fresh code: proven before a key is taken away."""

    password = Text(longest=256, required=True)
    code = Text(longest=20, load_default="")


class Code(Schema):
    """A code of an authenticator app."""

    code = Text(longest=20, required=True)


class User(Schema):
    """Body of ``POST /users``."""

    login = Text(required=True)
    display_name = Text(required=True)
    role = Text(required=True)
    language = Text(load_default="ky")


class Refresh(Schema):
    """Body of ``POST /auth/refresh``."""

    refresh_token = Text(longest=4000, load_default="")


class Calendar(Schema):
    """An election's titles and dates."""

    titles = Dict(keys=String(validate=OneOf(("ky", "ru", "en"))), values=Text(), required=True)
    date_set_at = Instant(required=True)
    call_published_at = Instant(load_default=None, allow_none=True)
    voting_days = List(Day(), required=True, validate=Length(max=8))
    window_rule = Text(longest=40, required=True)
    window_applies_to = Text(longest=40, load_default=None, allow_none=True)
    silence_end = Text(longest=40, load_default=None, allow_none=True)
    retention_days = Integer(strict=True, load_default=None, allow_none=True)
    mfa_alarm_days = Integer(strict=True, load_default=None, allow_none=True)


class EditedCalendar(Calendar):
    """An edit; once the call is published a change of dates needs both."""

    reason = Text(longest=2000, load_default="")
    confirmed = Boolean(load_default=False)


class Election(Calendar):
    """A new election."""

    code = Text(longest=24, required=True)
    prefix = Text(longest=4, required=True)
    kinds = List(Text(longest=40), required=True, validate=Length(max=8))


class ElectionAct(Schema):
    """An act about an election's term."""

    kind = Text(longest=40, required=True)
    day = Day(load_default=None, allow_none=True)
    facts = Text(longest=4000, required=True)


class Organisation(Schema):
    """A new organisation."""

    name = Text(required=True)
    name_ky = Text(load_default="")
    name_ru = Text(load_default="")
    origin = Text(longest=40, required=True)
    kind = Text(longest=40, required=True)
    country = Text(longest=3, load_default=None, allow_none=True)


class Draft(Schema):
    """A new draft of an accreditation decree."""

    election = Text(longest=40, required=True)
    subject = Text(required=True)


class PersonName(Schema):
    """A name in both scripts, its parts as in the passport."""

    surname_latin = Text(required=True)
    given_latin = Text(load_default="")
    patronymic_latin = Text(load_default="")
    surname_cyrillic = Text(load_default="")
    given_cyrillic = Text(load_default="")
    patronymic_cyrillic = Text(load_default="")
    cyrillic_language = Text(longest=3, load_default="rus")


class Line(PersonName):
    """A person of an annex."""

    citizenships = List(Text(longest=3), required=True, validate=Length(max=8))
    document_country = Text(longest=3, required=True)
    document_number = Text(longest=40, required=True)
    document_expires_on = Day(load_default=None, allow_none=True)
    birth_date = Day(load_default=None, allow_none=True)
    organisation = Text(longest=64, required=True)
    category = Text(longest=40, load_default="observer")


class EditedLine(Line):
    """An edit of a person; ``opened`` is the line's fingerprint as it was read."""

    opened = Text(longest=64, load_default=None, allow_none=True)


class Signing(Schema):
    """Number and date of a signed decree; ``shown`` is ``digest`` of the decree as it was read."""

    number = Text(longest=40, required=True)
    decree_date = Day(required=True)
    shown = Text(longest=64, load_default=None, allow_none=True)
    number_again = Boolean(load_default=False)


class Replacement(Schema):
    """Why a certificate is replaced; ``changes`` only for a data error."""

    reason = Text(longest=20, required=True)
    facts = Text(longest=4000, required=True)
    changes = Dict(keys=Text(longest=40), values=Text(), load_default=dict)


class Revocation(Schema):
    """A revocation of accreditations, by their ids or by certificate numbers."""

    accreditations = List(Text(longest=64), load_default=list, validate=Length(max=400))
    certificates = List(Text(longest=32), load_default=list, validate=Length(max=400))
    kind = Text(longest=4, required=True, metadata={"enum": [kind.value for kind in RevocationKind]})
    facts = Text(longest=8000, load_default="")
    gross = Boolean(load_default=None, allow_none=True)
    effective_at = Instant(load_default=None, allow_none=True)


class Facts(Schema):
    """The reasons of an act."""

    facts = Text(longest=8000, required=True)


class LookUp(Schema):
    """What an officer holds: a name, a number, or the text of a QR code."""

    text = Text(longest=4400, required=True)
    after = Text(longest=600, load_default="")


class ReadNotices(Schema):
    """Notices to be marked as read."""

    notice_ids = List(Text(longest=64), required=True, validate=Length(min=1, max=200))


class Password(Schema):
    """A new password with the old one."""

    old_password = Text(longest=256, required=True)
    new_password = Text(longest=400, required=True)
    again = Text(longest=400, required=True)
