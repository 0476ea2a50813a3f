"""Shapes of bodies about invitations and the desks before the check."""

from __future__ import annotations

from marshmallow import Schema
from marshmallow.fields import Boolean, Integer, List
from marshmallow.validate import Length

from server.web.api.schemas import Day, Text


class Invitation(Schema):
    """A draft of an invitation."""

    election_id = Text(longest=64, required=True)
    organisation_id = Text(longest=64, required=True)
    issuer = Text(longest=40, required=True)
    planned = Integer(strict=True, load_default=None, allow_none=True)
    proposal_id = Text(longest=64, load_default=None, allow_none=True)


class Issue(Schema):
    """The letter by which an invitation is issued."""

    letter_number = Text(longest=64, required=True)
    letter_date = Day(required=True)


class Dispatch(Schema):
    """Who sent an invitation, and when."""

    dispatcher = Text(longest=8, required=True)
    dispatched_on = Day(required=True)
    dispatch_number = Text(longest=64, load_default="")


class Reply(Schema):
    """The organisation's answer to an invitation."""

    accepted = Boolean(required=True)
    planned = Integer(strict=True, load_default=None, allow_none=True)


class Proposal(Schema):
    """A proposal to invite (2.3)."""

    election_id = Text(longest=64, required=True)
    proposer = Text(required=True)
    specialisation = Text(longest=40, required=True)
    organisation = Text(required=True)
    received_on = Day(required=True)
    reasons = Text(longest=4000, load_default="")


class ProposalDecision(Schema):
    """Whether a proposal is taken up."""

    taken_up = Boolean(required=True)


class People(Schema):
    """People chosen on a list."""

    nomination_ids = List(Text(longest=64), required=True, validate=Length(max=1000))


class Review(Schema):
    """The Ministry's review of one person."""

    outcome = Text(longest=40, required=True)
    remarks = Text(longest=4000, load_default="")


class Forwarding(People):
    """The letter that people are submitted with."""

    letter_number = Text(longest=64, required=True)
    letter_date = Day(required=True)
