"""What forms about invitations and proposals share: choices of elections and organisations."""

from __future__ import annotations

from server.web.acting import ports
from server.web.i18n import current_language

_MOST_CHOICES = 500


def election_options() -> list[tuple[str, str]]:
    """Return every election by title."""
    return [(each.id, each.titles[current_language()]) for each in ports().queries.elections()]


def organisation_options() -> list[tuple[str, str]]:
    """Return organisations by name."""
    return [(each.id, each.name) for each in ports().queries.organisations(limit=_MOST_CHOICES).rows]
