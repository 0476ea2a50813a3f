"""Short texts that officers type: cleaned, bounded, every fault collected before anything is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import TypeVar

from server.accreditation.errors import CodedError
from server.accreditation.script import check_text, clean
from server.usecases.errors import FieldError, InvalidInput

T = TypeVar("T")
SUBJECT_MAX_CHARACTERS = 300
FACTS_MAX_CHARACTERS = 4000


_EMAIL = re.compile(
    r"[A-Za-z0-9_%+-]+(?:\.[A-Za-z0-9_%+-]+)*@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)
EMAIL_MAX_CHARACTERS = 200


def is_email(text: str) -> bool:
    """Tell whether letters can be sent to this address: plain letters, digits and marks, one address, no name."""
    return len(text) <= EMAIL_MAX_CHARACTERS and len(text.partition("@")[0]) <= 64 and bool(_EMAIL.fullmatch(text))


class Faults:
    """Collects what is wrong with the fields of one input."""

    def __init__(self) -> None:
        self.found: list[FieldError] = []

    def add(self, path: str, code: str, **facts: object) -> None:
        """Note one fault."""
        self.found.append(FieldError(path, code, facts))

    def note(self, error: CodedError, *, path: str) -> None:
        """Note a refusal of the law under the field it names, or `path`; of an input, each of its fields."""
        if isinstance(error, InvalidInput):
            self.found += error.errors
            return
        facts = dict(error.facts)
        if error.clause:
            facts["clause"] = error.clause
        self.found.append(FieldError(str(facts.get("field", path)), error.code, facts))

    def take(self, path: str, make: Callable[[], T]) -> T | None:
        """Return what `make` returns, or note its refusal and return None."""
        try:
            return make()
        except CodedError as error:
            self.note(error, path=path)
            return None

    def text(self, path: str, value: str, *, limit: int, required: bool = True) -> str:
        """Return the cleaned text, noting when it is missing, too long or holds what texts may not hold."""
        cleaned = clean(value)
        if not cleaned:
            if required:
                self.add(path, "text_missing", field=path)
            return ""
        try:
            check_text(cleaned, field=path, limit=limit)
        except CodedError as error:
            self.note(error, path=path)
        return cleaned

    def reference(self, path: str, value: str, *, limit: int = 64, required: bool = True) -> str:
        """Return a letter's number as it stands on the letter: digits, letters, signs; it needs no letters."""
        cleaned = clean(value)
        if required and not cleaned:
            self.add(path, "text_missing", field=path)
        elif len(cleaned) > limit:
            self.add(path, "text_too_long", field=path, limit=limit)
        elif cleaned and not (cleaned.isprintable() and any(c.isalnum() for c in cleaned)):
            self.add(path, "reference_invalid", field=path)
        return cleaned

    def prose(self, path: str, value: str, *, limit: int = FACTS_MAX_CHARACTERS, required: bool = True) -> str:
        """Return a longer text with its line breaks; control characters are noted."""
        cleaned = value.replace("\r\n", "\n").strip()
        if required and not cleaned:
            self.add(path, "text_missing", field=path)
        if len(cleaned) > limit:
            self.add(path, "text_too_long", field=path, limit=limit)
        controls = (n for n, c in enumerate(cleaned) if unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t")
        for place in list(controls)[:1]:
            point = f"U+{ord(cleaned[place]):04X}"
            self.add(path, "text_forbidden_character", field=path, place=place + 1, point=point)
        return cleaned

    def raise_if_any(self) -> None:
        """Refuse when anything was noted.

        Raises: InvalidInput.
        """
        if self.found:
            raise InvalidInput(self.found)
