"""Shapes of the bodies that the portal's JSON API takes; what the law says of them is asked in the verbs."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow.fields import Boolean, Date, Integer, List, Nested

from server.web.api.schemas import PersonName, Text


class AnswerBody(Schema):
    """An organisation's answer to an invitation."""

    accepted = Boolean(required=True)
    planned = Integer(load_default=None, allow_none=True)


class ContactBody(Schema):
    """Whom to ask about an application."""

    name = Text(required=True)
    email = Text(required=True)
    phone = Text(load_default="")


class ApplicationBody(Schema):
    """What an application says beside its list."""

    channel = Text(required=True)
    contact = Nested(ContactBody, required=True)


class NewApplication(ApplicationBody):
    """A new application under an invitation."""

    invitation_id = Text(required=True)


class PersonBody(PersonName):
    """One person on a list."""

    citizenships = List(Text(), required=True)
    birth_date = Date(load_default=None, allow_none=True)
    document_kind = Text(load_default="passport")
    document_country = Text(required=True)
    document_number = Text(required=True)
    document_expires_on = Date(load_default=None, allow_none=True)


class FileBody(Schema):
    """How to file."""

    only_complete = Boolean(load_default=False)


class WithdrawBody(Schema):
    """Whom to withdraw; everyone where nobody is named."""

    nomination_ids = List(Text(), load_default=None, allow_none=True)


class NameBody(Schema):
    """A name to propose in the other script."""

    text = Text(required=True, longest=400)
    language = Text(load_default="rus")
    into = Text(load_default="cyrillic")
