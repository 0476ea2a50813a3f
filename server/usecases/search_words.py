"""Words a thing is found by: whatever the case, whatever the accents, in any script."""

from __future__ import annotations

import re
import unicodedata

MAX_WORDS = 24
_WORD = re.compile(r"\w+")


def search_words(*texts: str) -> list[str]:
    """Return the distinct words of the texts, case-folded and without combining marks, in order of appearance."""
    return list(dict.fromkeys(word for text in texts for word in _WORD.findall(folded(text))))


def folded(text: str) -> str:
    """Return the text case-folded, compatibility forms and combining marks gone ("Müller" and "MULLER" agree)."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return unicodedata.normalize("NFC", "".join(c for c in plain if not unicodedata.combining(c)))
