"""Revocation of an accreditation, and its annulment; only the Commission's decree does either.

Clause: 4.7, Art.10(6), 3.10(4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from server.accreditation.calendar import day_of, end_of, minute_of
from server.accreditation.election import ElectionCalendar
from server.accreditation.errors import CodedError
from server.accreditation.rules import revocation_4_7
from server.accreditation.rules.revocation_4_7 import Ground
from server.accreditation.term import ElectionTerm

FACTS_MAX_CHARACTERS = 4000
LATEST_DAYS_AFTER_VOTING = 60  # a product rule against a mistyped year: no clause sets an end


class RevocationKind(StrEnum):
    """The ground the decree names; V is a violation, W a written application."""

    V1 = "V1"  # violation of the Regulation
    V2 = "V2"  # violation of the legislation of the Kyrgyz Republic
    V3 = "V3"  # violation of generally recognised principles and norms of international law
    W1 = "W1"  # written application of the sending organisation
    W2 = "W2"  # written application of the observer

    @property
    def is_violation(self) -> bool:
        """Whether the ground is a violation, not an application."""
        return self.value.startswith("V")

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses the decree rests on: Art.10(6) knows violations of law only."""
        return ("4.7", "Art.10(6)") if self is RevocationKind.V2 else ("4.7",)


@dataclass(frozen=True, slots=True)
class Revocation:
    """What a decree on revocation says of one accreditation.

    Attributes:
        kind: the ground.
        facts: what happened, in words; required for V.
        gross: the decree's word on gross violation; required for V, never for W.
        application_attached: the written application is attached; required for W.
    """

    kind: RevocationKind
    facts: str = ""
    gross: bool | None = None
    application_attached: bool = False

    @property
    def feeds_deprived_list(self) -> bool:
        """Whether 3.10(4) may be held against the person later: only a violation the decree calls gross."""
        return self.kind.is_violation and self.gross is True


def check_revocation(revocation: Revocation) -> None:
    """Refuse a revocation without its ground.

    Clause: 4.7, Art.10(6), 3.10(4).
    Raises: CodedError `revocation_facts_missing`, `revocation_gross_not_stated`,
    `written_application_missing`, `revocation_on_application_not_gross`, `text_too_long`.
    """
    if len(revocation.facts) > FACTS_MAX_CHARACTERS:
        raise CodedError("text_too_long", field="facts", limit=FACTS_MAX_CHARACTERS)
    ground = Ground(revocation.kind.is_violation, revocation.facts, revocation.gross, revocation.application_attached)
    for rule in (
        revocation_4_7.FACTS_STATED,
        revocation_4_7.GROSS_STATED,
        revocation_4_7.APPLICATION_ATTACHED,
        revocation_4_7.NOT_GROSS_ON_APPLICATION,
    ):
        rule.require(ground, kind=revocation.kind.value)


def effective_minute(asked: datetime | None, *, signed_at: datetime) -> datetime:
    """Return the whole minute, in UTC, at which the revocation takes effect; by default that of signing.

    Raises: CodedError `effective_not_whole_minute`; `effective_before_signing` (4.7).
    """
    signing = minute_of(signed_at)
    if asked is None:
        return signing
    minute = minute_of(asked)
    if minute != asked:
        raise CodedError("effective_not_whole_minute", "4.7", effective_at=asked)
    if minute < signing:
        raise CodedError("effective_before_signing", "4.7", effective_at=minute, signed_at=signing)
    return minute


def latest_effect(calendar: ElectionCalendar, term: ElectionTerm) -> datetime:
    """Return the instant by which every term is over: the published end, else so many days after the last voting."""
    published = term.published_day
    return end_of(published or calendar.last_voting_day + timedelta(days=LATEST_DAYS_AFTER_VOTING))


def check_within_term(minute: datetime, *, signed_at: datetime, latest: datetime) -> None:
    """Refuse a revocation that would take effect when no term can still run; the minute of signing is always right.

    Clause: 3.8. Raises: CodedError `effective_after_term`.
    """
    if minute > minute_of(signed_at) and minute >= latest:
        raise CodedError(
            "effective_after_term", "3.8", effective_at=minute, latest=day_of(latest - timedelta(minutes=1))
        )


def check_annulment(*, revoked: bool, annulled: bool, reason: str) -> None:
    """Refuse the annulment of a revocation that isn't there, is already annulled, or has no reason.

    The annulled credential stays dead: a new one is issued.
    Raises: CodedError `not_revoked`, `already_annulled`, `annulment_reason_missing` (4.7).
    """
    if not revoked:
        raise CodedError("not_revoked", "4.7")
    if annulled:
        raise CodedError("already_annulled", "4.7")
    if not reason.strip():
        raise CodedError("annulment_reason_missing", "4.7")
