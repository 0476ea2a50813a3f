"""Days of the law and instants of the machine: every clause that says "day" means Asia/Bishkek.

Instants are aware UTC datetimes; a day is the half-open interval [start_of(day), end_of(day)).
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from server.accreditation.errors import CodedError

TIME_ZONE_NAME = "Asia/Bishkek"
_EPOCH = date(1970, 1, 1)


@cache
def time_zone() -> ZoneInfo:
    """Return the zone in which the Regulation's days are counted."""
    return ZoneInfo(TIME_ZONE_NAME)


def as_utc(instant: datetime) -> datetime:
    """Return the same instant in UTC.

    Raises: CodedError `instant_without_zone` for a naive datetime.
    """
    if instant.tzinfo is None or instant.utcoffset() is None:
        raise CodedError("instant_without_zone", value=instant.isoformat())
    return instant.astimezone(UTC)


def local(instant: datetime) -> datetime:
    """Return the instant as people in Bishkek read it.

    Raises: CodedError `instant_without_zone`.
    """
    return as_utc(instant).astimezone(time_zone())


def day_of(instant: datetime) -> date:
    """Return the calendar day in Bishkek that contains the instant.

    Raises: CodedError `instant_without_zone`.
    """
    return local(instant).date()


def start_of(day: date) -> datetime:
    """Return the first instant of the day in Bishkek, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=time_zone()).astimezone(UTC)


def end_of(day: date) -> datetime:
    """Return the first instant after the day in Bishkek, in UTC (24:00 of that day)."""
    return start_of(day + timedelta(days=1))


def minute_of(instant: datetime) -> datetime:
    """Return the instant cut down to its whole minute, in UTC.

    Raises: CodedError `instant_without_zone`.
    """
    return as_utc(instant).replace(second=0, microsecond=0)


def at(day: date, hour: int, *, minute: int = 0) -> datetime:
    """Return the instant, in UTC, at which clocks in Bishkek show hour and minute of that day."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=time_zone()).astimezone(UTC)


def day_number(day: date) -> int:
    """Return days since 1970-01-01, the form of a day on the wire."""
    return (day - _EPOCH).days


def day_from_number(number: int) -> date:
    """Return the day that is so many days after 1970-01-01."""
    return _EPOCH + timedelta(days=number)


def unix_seconds(instant: datetime) -> int:
    """Return whole unix seconds, the form of an instant on the wire.

    Raises: CodedError `instant_without_zone`.
    """
    return int(as_utc(instant).timestamp())


def from_unix_seconds(seconds: int) -> datetime:
    """Return the UTC instant of so many unix seconds."""
    return datetime.fromtimestamp(seconds, tz=UTC)
