"""What notices and e-mails say, in ky, ru and en: "<kind>.subject" and "<kind>.body" with named fields.

No letter names a person: e-mail travels in the open, so it says a number and leads to the page behind the sign-in.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Any

from server.accreditation.calendar import local
from server.accreditation.clauses import LANGUAGES
from server.accreditation.counted_words import counted
from server.accreditation.data_files import read_data
from server.accreditation.dates_in_words import DEADLINES, date_in_words, deadline_in_words


@cache
def texts() -> Mapping[str, Mapping[str, str]]:
    """Return language to key to text."""
    return {language: read_data(__package__, f"{language}.json") for language in LANGUAGES}


def kinds() -> tuple[str, ...]:
    """Return every kind of notice that has its words."""
    return tuple(sorted(key.removesuffix(".subject") for key in texts()[LANGUAGES[0]] if key.endswith(".subject")))


def letter(kind: str, *, language: str, facts: Mapping[str, Any]) -> tuple[str, str]:
    """Return subject and body of a notice.

    Args:
        kind: one of `kinds()`.
        facts: values of the named fields; days and instants as such or as ISO texts in fields that end in "_on"
            or "_at": they are written as people of that language write them, in Bishkek.

    Raises: KeyError for an unknown kind or a field without a value.
    """
    held = texts()[language]
    shown = {name: _shown(name, value, language) for name, value in facts.items()}
    return held[f"{kind}.subject"].format_map(shown), held[f"{kind}.body"].format_map(shown)


def _shown(name: str, value: Any, language: str) -> Any:
    if isinstance(value, str) and name.endswith("_at"):
        value = datetime.fromisoformat(value)
    elif isinstance(value, str) and name.endswith("_on"):
        value = date.fromisoformat(value)
    if isinstance(value, datetime) and name in DEADLINES:
        return deadline_in_words(value, language)
    if isinstance(value, datetime):
        moment = local(value)
        return f"{date_in_words(moment.date(), language)}, {moment:%H:%M}"
    return date_in_words(value, language) if isinstance(value, date) else counted(value)


def signed(body: str, *, language: str, address: str) -> str:
    """Return an e-mail's body with its end: that nobody reads answers, and where its reader signs in."""
    return f"{body}\n\n{texts()[language]['end'].format(address=address)}\n"
