"""The code that opens an organisation's account: drawn at random, shown once, kept as a hash only."""

from __future__ import annotations

import hashlib
import secrets
from datetime import timedelta
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U
CODE_LETTERS: Final = 16
LIFETIME: Final = timedelta(days=14)
_GROUP: Final = 4
_READ_AS: Final = str.maketrans("ILO", "110")


def new_code() -> str:
    """Return a fresh code of 80 random bits in groups of four, e.g. "7Q2M-…"."""
    letters = "".join(secrets.choice(ALPHABET) for _ in range(CODE_LETTERS))
    return "-".join(letters[start : start + _GROUP] for start in range(0, CODE_LETTERS, _GROUP))


def code_hash(typed: str) -> str:
    """Return the SHA-256, in hex, that a code is kept by; however it was typed: case, spaces, dashes, O for 0."""
    return hashlib.sha256(_letters(typed).encode()).hexdigest()


def first_group(typed: str) -> str:
    """Return the first letters of a code, however it was typed."""
    return _letters(typed)[:_GROUP]


def _letters(typed: str) -> str:
    return "".join(c for c in typed[:200].upper() if c.isalnum()).translate(_READ_AS)
