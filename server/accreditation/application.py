"""The application for accreditation: the form that the Commission approved, and where it is filed.

Clause: 3.1, 3.2, 3.9.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from server.accreditation.errors import CodedError


class Channel(StrEnum):
    """Where an application is filed: with the CEC (3.1), or with the Ministry, which submits it to the CEC (3.2)."""

    CEC = "cec"
    MFA = "mfa"


@dataclass(frozen=True, slots=True)
class FormVersion:
    """A version of the application form; `needs` are what it asks of each person beside the name.

    Attributes:
        in_force: the day from which only this version may be filed.
    """

    version: str
    in_force: date
    needs: tuple[str, ...]


# The source names the form (3.9) and doesn't print it; a new approved form is a new line here.
FORM_VERSIONS: tuple[FormVersion, ...] = (
    FormVersion("2016-1", date(2016, 11, 9), ("birth_date", "citizenships", "document", "identity_copy")),
)


def form_in_force(day: date) -> FormVersion:
    """Return the version that may be filed on a day (3.9).

    Raises: CodedError `form_not_approved` before the first.
    """
    found = [each for each in FORM_VERSIONS if each.in_force <= day]
    if not found:
        raise CodedError("form_not_approved", "3.9", day=day)
    return found[-1]


def check_form(version: str, *, day: date) -> None:
    """Refuse an application on a form that isn't the approved one of the day.

    Raises: CodedError `form_outdated`, `form_not_approved` (3.9).
    """
    wanted = form_in_force(day).version
    if version != wanted:
        raise CodedError("form_outdated", "3.9", version=version, wanted=wanted)


def check_channel(channel: str) -> None:
    """Refuse a channel that the Regulation doesn't have.

    Raises: CodedError `channel_unknown`.
    """
    if channel not in tuple(Channel):
        raise CodedError("channel_unknown", "3.1", field="channel", value=channel[:16])
