"""Opaque cursors of keyset pages."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_

from server.usecases.errors import FieldError, InvalidInput

MOST_ROWS = 500
_LONGEST = 600


def to_cursor(*values: str | int) -> str:
    """Return the cursor that stands for the last row's keys."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).rstrip(b"=").decode()


def from_cursor(cursor: str | None, *types: type) -> Sequence[Any] | None:
    """Return the keys of a cursor, None without one.

    Raises: InvalidInput `cursor_invalid`.
    """
    if not cursor:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor[:_LONGEST] + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError):
        values = None
    if not isinstance(values, list) or [type(value) for value in values] != list(types):
        raise InvalidInput([FieldError("after", "cursor_invalid")])
    if any(_unusable(value) for value in values):
        raise InvalidInput([FieldError("after", "cursor_invalid")])
    return values


def _unusable(value: str | int) -> bool:
    """Tell what no row's key can be: a number the databases don't hold, half a character, NUL."""
    if isinstance(value, int):
        return abs(value) >= 2**63
    return "\0" in value or any("\ud800" <= character <= "\udfff" for character in value)


def page_size(limit: int) -> int:
    """Return how many rows a page may have."""
    return max(1, min(limit, MOST_ROWS))


def before(moment: ColumnElement[datetime], key: ColumnElement[str], keys: Sequence[Any]) -> ColumnElement[bool]:
    """Return the condition of the page after these keys, the newest first and ids against equal moments."""
    instant = datetime.fromtimestamp(min(max(keys[0], 0), 2**35), UTC)
    return or_(moment < instant, and_(moment == instant, key < keys[1]))


def moment_cursor(moment: datetime, key: str) -> str:
    """Return the cursor of a row in such a list."""
    return to_cursor(int(moment.timestamp()), key)
