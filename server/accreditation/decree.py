"""A decree of the Commission: drafted, signed and published by three people, numbered and dated.

Clause: 3.4, 3.5, 3.7, 4.7. That three people take part is a product rule.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from server.accreditation.calendar import day_of
from server.accreditation.election import Window
from server.accreditation.errors import CodedError
from server.accreditation.rules import certificate_3_5

NUMBER_MAX_CHARACTERS = 32
_NUMBER = re.compile(r"[0-9]{1,6}(?:[-/.][0-9A-Za-zА-Яа-яЁё]{1,8}){0,3}")
_NUMBER_SIGN = re.compile(r"^(?:№|N[oº°]?\.?)\s*", re.IGNORECASE)


class DecreeKind(StrEnum):
    """What the act does when it is signed."""

    ACCREDITATION = "accreditation"
    REVOCATION = "revocation"
    ANNULMENT_OF_REVOCATION = "annulment_of_revocation"
    AMENDMENT = "amendment"
    RESULTS_PUBLICATION = "results_publication"
    RESULTS_WITHDRAWAL = "results_withdrawal"
    REPEAT_VOTING = "repeat_voting"
    ELECTION_ANNULMENT = "election_annulment"
    REFUSAL = "refusal"
    POSTPONEMENT = "postponement"

    @property
    def must_be_dated_in_window(self) -> bool:
        """Whether 3.7 binds its date: accreditation only, other acts are lawful after the close."""
        return self is DecreeKind.ACCREDITATION


class DecreeStep(StrEnum):
    """The three hands a decree passes through."""

    DRAFT = "draft"
    SIGN = "sign"
    PUBLISH = "publish"


ROLE_OF_STEP = {
    DecreeStep.DRAFT: "registrar",
    DecreeStep.SIGN: "approver",
    DecreeStep.PUBLISH: "records",
}


@dataclass(frozen=True, slots=True)
class Hands:
    """User ids of those who drafted, signed and published; None for a step not yet taken."""

    drafted_by: str
    signed_by: str | None = None
    published_by: str | None = None

    def check(self) -> None:
        """Refuse when one person took two steps.

        Raises: CodedError `same_person_drafts_and_signs`, `same_person_drafts_and_publishes`,
        `same_person_signs_and_publishes`.
        """
        if self.signed_by == self.drafted_by:
            raise CodedError("same_person_drafts_and_signs")
        if self.published_by == self.drafted_by:
            raise CodedError("same_person_drafts_and_publishes")
        if self.signed_by is not None and self.published_by == self.signed_by:
            raise CodedError("same_person_signs_and_publishes")


def check_role(step: DecreeStep, *, role: str) -> None:
    """Refuse a role that may not take this step.

    Raises: CodedError `role_may_not`.
    """
    if ROLE_OF_STEP[step] != role:
        raise CodedError("role_may_not", step=step.value, role=role, needed=ROLE_OF_STEP[step])


def normalise_number(text: str) -> str:
    """Return a decree's number without the number sign: digits, then parts joined by "-", "/" or ".".

    Raises: CodedError `decree_number_missing`, `decree_number_invalid`.
    """
    number = _NUMBER_SIGN.sub("", unicodedata.normalize("NFC", text).strip())
    if not number:
        raise CodedError("decree_number_missing", "3.4")
    if len(number) > NUMBER_MAX_CHARACTERS or not _NUMBER.fullmatch(number):
        raise CodedError("decree_number_invalid", "3.4", value=number[:NUMBER_MAX_CHARACTERS])
    return number


def check_signing(
    kind: DecreeKind,
    decree_date: date,
    *,
    signed_at: datetime,
    window: Window | None,
    hands: Hands,
    bound_by_close: bool = True,
) -> None:
    """Refuse the signature of a decree that may not be signed so.

    An accreditation's date and the moment of signing both lie in the window, else a decree could be
    dated back into it.

    Args:
        window: the election's window; needed for accreditations only.
        bound_by_close: False where the declared reading of 3.7 asks only that applications be filed in time.
    Clause: 3.4, 3.7.
    Raises: CodedError `same_person_drafts_and_signs`, `decree_date_in_future`, `window_not_open`,
    `window_closed`, `call_not_published`.
    """
    hands.check()
    if decree_date > day_of(signed_at):
        raise CodedError("decree_date_in_future", "3.4", decree_date=decree_date, today=day_of(signed_at))
    if kind.must_be_dated_in_window:
        if window is None:
            raise CodedError("call_not_published", "2.2")
        if bound_by_close:
            window.check_day_inside(decree_date)
            window.check_inside(signed_at)
        else:
            window.check_opened(decree_date)


def check_issue(*, issued_at: datetime, decree_signed_at: datetime | None) -> None:
    """Refuse a certificate before its decree is signed.

    Clause: 3.5.
    Raises: CodedError `certificate_before_decree`.
    """
    certificate_3_5.AFTER_DECREE.require(certificate_3_5.Issue(issued_at, decree_signed_at))
