"""Column types and short forms that every table uses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Column, DateTime, Dialect, ForeignKey, String, Text
from sqlalchemy.types import TypeDecorator


class UtcInstant(TypeDecorator[datetime]):
    """An aware UTC instant in whole seconds on both engines: SQLite drops the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive datetimes and convert to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime never enters the database")
        utc = value.astimezone(UTC).replace(microsecond=0)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the instant its zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def word(name: str, length: int = 64, **options: Any) -> Column[str]:
    """Return a short text column, not null unless said."""
    return Column(name, String(length), **{"nullable": False, **options})


def text(name: str, **options: Any) -> Column[str]:
    """Return a text column, not null unless said."""
    return Column(name, Text, **{"nullable": False, **options})


def key() -> Column[str]:
    """Return the primary key column `id`, a UUID as text."""
    return Column("id", String(36), primary_key=True)


def link(name: str, target: str, *, nullable: bool = False, index: bool = False) -> Column[str]:
    """Return a foreign key to the `id` of the target table."""
    return Column(name, String(36), ForeignKey(f"{target}.id"), nullable=nullable, index=index)


def instant(name: str, *, nullable: bool = False) -> Column[datetime]:
    """Return a column of aware UTC instants."""
    return Column(name, UtcInstant, nullable=nullable)


def check(name: str, condition: str) -> CheckConstraint:
    """Return a named CHECK."""
    return CheckConstraint(condition, name=name)


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return a CHECK that the column holds one of these texts."""
    return check(column, f"{column} IN ({', '.join(repr(value) for value in values)})")
