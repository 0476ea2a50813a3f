"""What forms about invitations and proposals share: choices of elections and organisations, planned numbers."""

from __future__ import annotations

from server.usecases.errors import FieldError, InvalidInput
from server.usecases.invite import PLANNED_RANGE
from server.web.acting import ports
from server.web.i18n import current_language

_MOST_CHOICES = 500


def election_options() -> list[tuple[str, str]]:
    """Return every election by title."""
    return [(each.id, each.titles[current_language()]) for each in ports().queries.elections()]


def organisation_options() -> list[tuple[str, str]]:
    """Return organisations by name."""
    return [(each.id, each.name) for each in ports().queries.organisations(limit=_MOST_CHOICES).rows]


def planned_of(typed: str) -> int | None:
    """Return the planned number of observers.

    Raises: InvalidInput `planned_out_of_range` for what is no whole number.
    """
    if not typed:
        return None
    if not (typed.isascii() and typed.isdigit()):
        least, most = PLANNED_RANGE
        raise InvalidInput([FieldError("planned", "planned_out_of_range", {"least": least, "most": most})])
    return int(typed)
