"""Statements that the database must refuse, or let through, by raw SQL."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import IntegrityError

from server.adapters.database.engine import writing


def refused(engine: Engine, statement: str, **values: str) -> str:
    """Run a statement that must be refused; return what the database said."""
    with pytest.raises(IntegrityError) as caught, writing(engine) as connection:
        connection.execute(text(statement), values)
        connection.commit()
    return str(caught.value.orig)


def allowed(engine: Engine, statement: str, **values: str) -> None:
    """Run a statement that must go through, and undo it: the office is shared."""
    with writing(engine) as connection:
        done = connection.execute(text(statement), values)
        assert done.rowcount > 0, f"the statement touched nothing: {statement}"
